// Finds the verb that a command line means. Exit 0, 1 where the verb was refused, 2 where nobody can tell what was meant.
import { parseArgs } from 'node:util'
import type { Streams } from '@wardkeep/server'
import { misread, say } from './answers.ts'
import { help, importHelp, importUsersHelp } from './help.ts'
import { importLegacyVerb } from './import-legacy.ts'
import { initVerb } from './init.ts'
import { journalVerb } from './journal.ts'
import { keysVerb } from './keys.ts'
import { organisationVerb } from './organisation.ts'

export async function wardkeep(args: readonly string[], streams: Streams, stop: AbortSignal): Promise<number> {
  const [noun, verb, ...rest] = args
  if (noun === undefined || noun === '--help' || noun === '-h') return say(streams, help)
  if (noun === 'init') return initVerb(args.slice(1), streams)
  if (noun === 'journal') return journalVerb(args.slice(1), streams)
  if (noun === 'keys') return keysVerb(args.slice(1), streams)
  if (noun === 'organisation') return organisationVerb(args.slice(1), streams)
  if (noun !== 'import') return misread(streams, 'There is no such verb.')
  if (verb === '--help' || verb === '-h') return say(streams, importHelp)
  if (verb === 'users') return importUsersVerb(rest, streams, stop)
  if (verb === 'legacy') return importLegacyVerb(rest, streams, stop)
  if (verb !== 'fhir') return misread(streams, 'Say what to import, as in: wardkeep import fhir <files…>, or: wardkeep import users <file>')
  return importVerb(rest, streams, stop)
}

async function importUsersVerb(args: string[], streams: Streams, stop: AbortSignal): Promise<number> {
  const read = readImport(args)
  if (typeof read === 'string') return misread(streams, read)
  const { values, positionals } = read
  if (values.help) return say(streams, importUsersHelp)
  const [file, another] = positionals
  if (file === undefined || another !== undefined) return misread(streams, 'Name one file: the list of users, in CSV or JSON.')
  const { importUsers } = await import('@wardkeep/server')
  return importUsers({ file, organisation: values.organisation, json: values.json ?? false }, streams, stop)
}

async function importVerb(args: string[], streams: Streams, stop: AbortSignal): Promise<number> {
  const read = readImport(args)
  if (typeof read === 'string') return misread(streams, read)
  const { values, positionals: files } = read
  if (values.help) return say(streams, importHelp)
  if (files.length === 0) return misread(streams, 'Name the files to import: one bundle each, or folders of them.')
  // Loaded only here, so that help is told at once.
  const { importFhir } = await import('@wardkeep/server')
  return importFhir({ files, organisation: values.organisation, json: values.json ?? false }, streams, stop)
}

/** The options as read, or a sentence. The parser's own message repeats what it was given, which may be a file named after a patient. */
function readImport(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { organisation: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return 'There is no such option; there are --organisation, --json and --help.'
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return '--organisation takes a slug, --json and --help take nothing.'
    throw cause
  }
}
