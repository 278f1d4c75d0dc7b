// The passwords and words that are tried first, read once from the files beside this one: no network, no service. [B277]
import { readFileSync } from 'node:fs'
import { foldLeet, foldSet } from '@wardkeep/contract/passwords/index.ts'
import { linesOf, wordsOf } from './word-file.ts'

/** Words worth little wherever they stand. */
export const commonWords = foldSet(wordsOf(read('common-words.txt')))

const passwords = new Set(linesOf(read('common-passwords.txt')).map(foldLeet))

/** Whether the whole password is on the list, however it is spelled with capitals and stand-ins. */
export function isCommon(password: string): boolean {
  return passwords.has(foldLeet(password))
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}
