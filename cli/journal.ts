import { parseArgs } from 'node:util'
import type { Streams } from '@wardkeep/server'
import { misread, say } from './answers.ts'
import { journalHelp } from './help.ts'

/** `wardkeep journal verify <csv> <signatures> <signers.json>`: exit 0, 1 where the export proves nothing, 2 where it was not understood. */
export async function journalVerb(args: readonly string[], streams: Streams): Promise<number> {
  const [verb, ...rest] = args
  if (verb === '--help' || verb === '-h') return say(streams, journalHelp)
  if (verb !== 'verify') return misread(streams, 'Say what to do, as in: wardkeep journal verify <csv> <signatures> <signers.json>')
  const read = readOptions(rest)
  if (read === undefined) return misread(streams, 'Only three files, --json and --help are taken.')
  if (read.values.help) return say(streams, journalHelp)
  const [file, signatures, signers, another] = read.positionals
  if (file === undefined || signatures === undefined || signers === undefined || another !== undefined)
    return misread(streams, 'Name three files: the CSV, its signatures, and signers.json of the installation.')
  const { verifyExport } = await import('@wardkeep/server')
  return verifyExport({ file, signatures, signers, json: read.values.json ?? false }, streams)
}

/** Undefined where something else was said, which is not repeated. */
function readOptions(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
  } catch {
    return undefined
  }
}
