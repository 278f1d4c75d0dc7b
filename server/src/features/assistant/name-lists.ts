// The lists of names that are looked up in a text, read once from the files beside this one: no network, no service.
import { readFileSync } from 'node:fs'

/** Folded, as `foldedWord` spells them. */
export const givenNames = new Set(namesIn('given-names.txt'))
export const familyNames = new Set(namesIn('family-names.txt'))

function namesIn(file: string): string[] {
  return readFileSync(new URL(`./words/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.split(' '))
    .filter((name) => name.length > 1)
}
