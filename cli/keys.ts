import { parseArgs } from 'node:util'
import type { Streams } from '@wardkeep/server'
import { misread, say } from './answers.ts'
import { keysHelp } from './help.ts'
import { askPassphrase } from './passphrase.ts'

/** `wardkeep keys rotate-tokens|copy|restore`: exit 0, 1 where it was refused, 2 where it was not understood. */
export async function keysVerb(args: readonly string[], streams: Streams): Promise<number> {
  const [verb, ...rest] = args
  if (verb === '--help' || verb === '-h') return say(streams, keysHelp)
  if (verb !== 'rotate-tokens' && verb !== 'copy' && verb !== 'restore')
    return misread(streams, 'Say what to do with the keys, as in: wardkeep keys copy <file>')
  const read = readOptions(rest)
  if (read === undefined) return misread(streams, 'Only a file, --json and --help are taken; a passphrase is asked for.')
  if (read.values.help) return say(streams, keysHelp)
  const json = read.values.json ?? false
  const [file, another] = read.positionals
  if (verb === 'rotate-tokens') {
    if (file !== undefined) return misread(streams, 'Only --json and --help are taken.')
    const { rotateTokens } = await import('@wardkeep/server')
    return rotateTokens({ json }, streams)
  }
  if (file === undefined || another !== undefined) return misread(streams, `Name one file, as in: wardkeep keys ${verb} <file>`)
  const passphrase = await askPassphrase(streams, { twice: verb === 'copy' })
  if (passphrase === undefined) return misread(streams, 'No passphrase was given, or not the same twice.')
  const { copyKeys, restoreKeys } = await import('@wardkeep/server')
  return (verb === 'copy' ? copyKeys : restoreKeys)({ file, passphrase, json }, streams)
}

/** Undefined where something else was said, which is not repeated. */
function readOptions(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
  } catch {
    return undefined
  }
}
