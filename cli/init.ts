import { parseArgs } from 'node:util'
import type { Streams } from '@wardkeep/server'
import { misread, say } from './answers.ts'
import { initHelp } from './help.ts'

/** `wardkeep init`: exit 0, 1 where it was refused, 2 where it was not understood. */
export async function initVerb(args: string[], streams: Streams): Promise<number> {
  const values = readInit(args)
  if (typeof values === 'string') return misread(streams, values)
  if (values.help) return say(streams, initHelp)
  const { organisation: slug, name, admin: adminEmail, 'time-zone': timeZone } = values
  if (values['new-link']) {
    if (slug === undefined || adminEmail === undefined) return misread(streams, 'Say --organisation and --admin with --new-link.')
    const { renewLink } = await import('@wardkeep/server')
    return renewLink({ slug, adminEmail, mail: values.mail ?? false, json: values.json ?? false }, streams)
  }
  if (slug === undefined || name === undefined || adminEmail === undefined || timeZone === undefined)
    return misread(streams, 'Say --organisation, --name, --admin and --time-zone.')
  const { init } = await import('@wardkeep/server')
  const asked = {
    slug,
    name,
    adminEmail,
    timeZone,
    adminName: values['admin-name'] ?? 'Administrator',
    languages: (values.languages ?? 'en').split(',').map((tag) => tag.trim()),
    openRegistration: values['open-registration'] ?? false,
    staffSecondFactor: values['staff-second-factor'] ?? true,
    mail: values.mail ?? false,
    json: values.json ?? false,
  }
  return init(asked, streams)
}

/** The options as read, or a sentence that repeats nothing of them. */
function readInit(args: string[]) {
  try {
    return parseArgs({
      args,
      allowNegative: true,
      options: {
        organisation: { type: 'string' },
        name: { type: 'string' },
        admin: { type: 'string' },
        'admin-name': { type: 'string' },
        'time-zone': { type: 'string' },
        languages: { type: 'string' },
        'open-registration': { type: 'boolean' },
        'staff-second-factor': { type: 'boolean' },
        mail: { type: 'boolean' },
        'new-link': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return 'There is no such option.'
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return 'An option lacks its value, or has one that it does not take.'
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return 'Only options are taken.'
    throw cause
  }
}
