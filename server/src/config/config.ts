// The shape of the configuration: safe to log. Secrets are next door.
import { resolve } from 'node:path'
import type { Flag } from '@wardkeep/contract'
import { isOneAddress } from '../platform/mail.ts'
import type { Settings } from './env.ts'

export type Profile = 'demo' | 'production'

export type Config = {
  profile: Profile
  host: string
  port: number
  publicUrl: string
  dataFolder: string
  /** Whether PostgreSQL is our own child; otherwise DATABASE_URL says where it is. */
  embeddedDatabase: boolean
  corsOrigins: string[]
  trustedProxies: string[]
  logLevel: string
  /** What hashing one password costs; hashes made at another cost are made anew at the next sign-in. */
  hashCost: { memoryMiB: number; passes: number }
  /** A list of the passwords that were in a breach; none unless the setting names it. */
  breachedFile: string | undefined
  /** Life of an access token, in seconds. */
  accessTokenSeconds: number
  /** Days after which a new key of access tokens is made. */
  tokenKeyDays: number
  /** The bare address that mail comes from. */
  mailFrom: string | undefined
  /** Days until a review is due. */
  reviewDays: number
  /** What is on beyond the profile. */
  flags: Flag[]
  /** The outside model of the assistant, without its key; none unless its two settings are there. */
  assistant: { url: string; model: string; priceIn: number; priceOut: number } | undefined
  /** The origins that may be called outside; `inside` are those in the operator's own network. None unless they are written down. */
  egress: { open: string[]; inside: string[] }
  /** Where metrics are served; nowhere unless one of the two settings is there. */
  privateServer: { host: string; port: number } | undefined
}

/** Shapes and cross-checks the settings; every problem is a sentence that names its setting. */
export function readConfig(settings: Settings): Config {
  const { problems } = settings
  const profile = oneOf(settings, 'WARDKEEP_PROFILE', ['demo', 'production'], 'demo')
  const port = wholeNumber(settings, 'PORT', { least: 0, most: 65_535, otherwise: 8080 })
  const publicUrl = settings.text('PUBLIC_URL') ?? `http://localhost:${port}`
  const egress = { open: originsIn(settings, 'EGRESS_ALLOW'), inside: originsIn(settings, 'EGRESS_ALLOW_INSIDE') }
  const config: Config = {
    profile: profile === 'production' ? 'production' : 'demo',
    host: settings.text('HOST') ?? '127.0.0.1',
    port,
    publicUrl: originOf(publicUrl, 'PUBLIC_URL', problems),
    dataFolder: resolve(settings.text('WARDKEEP_DATA') ?? './data'),
    embeddedDatabase: settings.secret('DATABASE_URL') === undefined,
    corsOrigins:
      profile === 'demo' && settings.text('CORS_ORIGINS') === undefined ? ['http://localhost:3000'] : originsIn(settings, 'CORS_ORIGINS'),
    trustedProxies: list(settings, 'TRUSTED_PROXIES') ?? [],
    logLevel: oneOf(settings, 'LOG_LEVEL', ['silent', 'error', 'warn', 'info', 'debug'], 'info'),
    hashCost: {
      memoryMiB: wholeNumber(settings, 'PASSWORD_HASH_MEMORY_MIB', { least: 19, most: 1024, otherwise: 19 }),
      passes: wholeNumber(settings, 'PASSWORD_HASH_PASSES', { least: 2, most: 20, otherwise: 2 }),
    },
    breachedFile: settings.text('BREACHED_PASSWORDS_FILE'),
    accessTokenSeconds: wholeNumber(settings, 'ACCESS_TOKEN_SECONDS', { least: 60, most: 900, otherwise: 300 }),
    tokenKeyDays: wholeNumber(settings, 'TOKEN_KEY_DAYS', { least: 1, most: 365, otherwise: 30 }),
    mailFrom: settings.text('MAIL_FROM'),
    reviewDays: wholeNumber(settings, 'REVIEW_DAYS', { least: 1, most: 30, otherwise: 3 }),
    flags: flagsIn(settings),
    assistant: assistantIn(settings, egress),
    privateServer: privateServerIn(settings),
    egress,
  }
  checkMail(config, settings)
  if (config.profile === 'production') checkProduction(config, settings)
  return config
}

/** Off unless it is turned on in so many words. */
function flagsIn(settings: Settings): Flag[] {
  return oneOf(settings, 'ANONYMOUS_CASES', ['true', 'false'], 'false') === 'true' ? ['anonymous-cases'] : []
}

function privateServerIn(settings: Settings): Config['privateServer'] {
  const host = settings.text('PRIVATE_HOST')
  if (host === undefined && settings.text('PRIVATE_PORT') === undefined) return undefined
  return { host: host ?? '127.0.0.1', port: wholeNumber(settings, 'PRIVATE_PORT', { least: 1, most: 65_535, otherwise: 9464 }) }
}

/** The model is one of the places that may be called outside, under the same list as the others. */
function assistantIn(settings: Settings, egress: Config['egress']): Config['assistant'] {
  const { problems } = settings
  const [url, model] = [settings.text('AI_URL'), settings.text('AI_MODEL')]
  if ((url === undefined) !== (model === undefined)) problems.push('AI_URL and AI_MODEL are set together or not at all.')
  if (url === undefined || model === undefined) {
    if (settings.secret('AI_KEY') !== undefined) problems.push('AI_KEY is set, but AI_URL and AI_MODEL are not.')
    return undefined
  }
  const { origin, username, search } = URL.parse(url) ?? {}
  if (origin === undefined || username !== '' || search !== '') problems.push('AI_URL must be a plain address, without a user or a query.')
  else if (![...egress.open, ...egress.inside].includes(origin))
    problems.push('AI_URL must be at an origin that stands in EGRESS_ALLOW or EGRESS_ALLOW_INSIDE.')
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/.test(model)) problems.push('AI_MODEL must be the exact id of one model.')
  const price = (name: string) => wholeNumber(settings, name, { least: 0, most: 99_999, otherwise: 0 })
  return { url, model, priceIn: price('AI_PRICE_IN'), priceOut: price('AI_PRICE_OUT') }
}

function originsIn(settings: Settings, name: string): string[] {
  return (list(settings, name) ?? []).map((origin) => originOf(origin, name, settings.problems))
}

/** The demo sends nothing, so that nobody's mailbox is filled by a try. */
function checkMail({ profile, mailFrom }: Config, settings: Settings): void {
  const { problems } = settings
  const url = settings.secret('SMTP_URL')
  if ((url === undefined) !== (mailFrom === undefined)) problems.push('SMTP_URL and MAIL_FROM are set together or not at all.')
  if (url !== undefined && profile === 'demo') problems.push('SMTP_URL is set, but the demo sends no mail; unset it.')
  if (url !== undefined && !/^smtps?:$/.test(URL.parse(url)?.protocol ?? '')) problems.push('SMTP_URL must begin with smtp:// or smtps://.')
  if (mailFrom !== undefined && !isOneAddress(mailFrom)) problems.push('MAIL_FROM must be one e-mail address, without a name.')
}

function checkProduction(config: Config, settings: Settings): void {
  const { problems } = settings
  if (!config.publicUrl.startsWith('https://')) problems.push('PUBLIC_URL must begin with https:// in production.')
  if (config.flags.includes('anonymous-cases'))
    problems.push('ANONYMOUS_CASES=true is refused in production: who asks there signs in, or has a key.')
  if (settings.text('SESSION_COOKIE_SECURE')?.toLowerCase() === 'false')
    problems.push('SESSION_COOKIE_SECURE=false is refused in production.')
  if (config.corsOrigins.some((origin) => /\/\/(localhost|127\.|\[::1\])/.test(origin)))
    problems.push('CORS_ORIGINS names localhost, which production refuses.')
  if ([...config.egress.open, ...config.egress.inside].some((origin) => !origin.startsWith('https://')))
    problems.push('EGRESS_ALLOW and EGRESS_ALLOW_INSIDE must begin with https:// in production.')
}

function oneOf(settings: Settings, name: string, allowed: readonly string[], otherwise: string): string {
  const given = settings.text(name) ?? otherwise
  if (!allowed.includes(given)) settings.problems.push(`${name} must be one of ${allowed.join(', ')}.`)
  return given
}

type Range = { least: number; most: number; otherwise: number }

function wholeNumber(settings: Settings, name: string, { least, most, otherwise }: Range): number {
  const given = settings.text(name)
  if (given === undefined) return otherwise
  if (/^\d{1,5}$/.test(given) && Number(given) >= least && Number(given) <= most) return Number(given)
  settings.problems.push(`${name} must be a whole number from ${least} to ${most}.`)
  return otherwise
}

function list(settings: Settings, name: string): string[] | undefined {
  return settings
    .text(name)
    ?.split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
}

/** Scheme, host and port; a path, a wildcard or anything else is refused, since origins are compared to the letter. */
function originOf(text: string, name: string, problems: string[]): string {
  const url = URL.parse(text)
  const origin = url?.origin ?? ''
  if (url && /^https?:/.test(url.protocol) && (text === origin || text === `${origin}/`)) return origin
  problems.push(`${name} must be an origin such as https://clinic.example, without a path.`)
  return text
}
