import { parseArgs } from 'node:util'
import type { Streams } from '@wardkeep/server'
import { misread, say } from './answers.ts'
import { importLegacyHelp } from './help.ts'

export async function importLegacyVerb(args: string[], streams: Streams, stop: AbortSignal): Promise<number> {
  const read = readArgs(args)
  if (read === undefined)
    return misread(streams, 'There are --requests, --checks and --organisation, each with a value, --json and --help.')
  const { requests, checks, organisation, json = false, help } = read
  if (help) return say(streams, importLegacyHelp)
  if (requests === undefined && checks === undefined) return misread(streams, 'Name a file by --requests, by --checks, or both.')
  // Loaded only here, so that help is told at once.
  const { importLegacy } = await import('@wardkeep/server')
  return importLegacy({ requests, checks, organisation, json }, streams, stop)
}

/** The parser's own message repeats what it was given, which may be a file named after a patient. */
function readArgs(args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({ args, options: { requests: text, checks: text, organisation: text, json: flag, help: { ...flag, short: 'h' } } })
      .values
  } catch (cause) {
    if (cause instanceof TypeError) return undefined
    throw cause
  }
}
