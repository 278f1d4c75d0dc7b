import { parseArgs } from 'node:util'
import type { Streams } from '@wardkeep/server'
import { misread, say } from './answers.ts'
import { keysHelp } from './help.ts'

/** `wardkeep keys rotate-tokens`: exit 0, 1 where it was refused, 2 where it was not understood. */
export async function keysVerb(args: readonly string[], streams: Streams): Promise<number> {
  const [verb, ...rest] = args
  if (verb === '--help' || verb === '-h') return say(streams, keysHelp)
  if (verb !== 'rotate-tokens') return misread(streams, 'Say what to do with the keys, as in: wardkeep keys rotate-tokens')
  const values = readOptions(rest)
  if (values === undefined) return misread(streams, 'Only --json and --help are taken.')
  if (values.help) return say(streams, keysHelp)
  const { rotateTokens } = await import('@wardkeep/server')
  return rotateTokens({ json: values.json ?? false }, streams)
}

/** Undefined where something else was said, which is not repeated. */
function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values
  } catch {
    return undefined
  }
}
