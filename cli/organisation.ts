import { parseArgs } from 'node:util'
import type { Streams } from '@wardkeep/server'
import { misread, say } from './answers.ts'
import { organisationHelp } from './help.ts'

/** `wardkeep organisation suspend|resume|lift-networks <slug>`: exit 0, 1 where it was refused, 2 where it was not understood. */
export async function organisationVerb(args: readonly string[], streams: Streams): Promise<number> {
  const [verb, ...rest] = args
  if (verb === '--help' || verb === '-h') return say(streams, organisationHelp)
  if (verb !== 'suspend' && verb !== 'resume' && verb !== 'lift-networks')
    return misread(streams, 'Say what to do with the organisation, as in: wardkeep organisation suspend <slug>')
  const read = readOptions(rest)
  if (read === undefined) return misread(streams, 'Only a slug, --json and --help are taken.')
  if (read.values.help) return say(streams, organisationHelp)
  const [slug, another] = read.positionals
  if (slug === undefined || another !== undefined) return misread(streams, 'Name one organisation by its slug.')
  const { suspendOrResume } = await import('@wardkeep/server')
  return suspendOrResume({ verb, slug, json: read.values.json ?? false }, streams)
}

/** Undefined where something else was said, which is not repeated. */
function readOptions(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
  } catch {
    return undefined
  }
}
