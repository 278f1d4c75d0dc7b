// Requests made by hand, where a test must see or send what the typed client keeps from its callers.

import { Secret, TOTP } from 'otpauth'
import { expect } from 'vitest'
import type { Clinic } from '../../../tests/clinic.ts'
import { castPassword, type Person, rita } from '../../../tests/people.ts'
import { newTotpSecret } from '../../security/vault/index.ts'
import { insertAccount } from './index.ts'

export type Answer = { status: number; headers: Headers; body: Record<string, unknown>; requestId: string }

export async function send(
  clinic: Pick<Clinic, 'url'>,
  method: string,
  path: string,
  more: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(clinic.url + path, {
    method,
    headers: { ...(more.body === undefined ? {} : { 'content-type': 'application/json' }), ...more.headers },
    ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
  })
  const text = await response.text()
  const body: Record<string, unknown> = text === '' ? {} : JSON.parse(text)
  return { status: response.status, headers: response.headers, body, requestId: response.headers.get('x-request-id') ?? '' }
}

export function post(clinic: Pick<Clinic, 'url'>, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return send(clinic, 'POST', path, { body, headers })
}

/** The header by which the proxy in front of a test's clinic says where a request comes from. */
export function from(address: string): Record<string, string> {
  return { 'x-forwarded-for': address }
}

let places = 0
/** From an address where nothing was ever tried. */
export function fromElsewhere(): Record<string, string> {
  places += 1
  return from(`198.18.${places >> 8}.${places & 255}`)
}

/** What two answers must share: all but the id of the request, the time, how much is left of a limit, and what is random in each. */
export function alike({ status, headers, body }: Answer) {
  const own = ['x-request-id', 'date', 'content-security-policy', 'ratelimit']
  return { status, headers: [...headers].filter(([name]) => !own.includes(name)), body: { ...body, requestId: '' } }
}

export type Pair = { accessToken: string; refreshToken: string }

export async function pairOf(clinic: Clinic, person: Person): Promise<Pair> {
  const grant = await clinic.stranger().login({ body: { login: person.email, password: castPassword } })
  if (!('refreshToken' in grant)) throw new Error('the sign-in gave no pair')
  return grant
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

/** The status of `me` for a token. */
export async function knows(clinic: Pick<Clinic, 'url'>, token: string): Promise<number> {
  return (await send(clinic, 'GET', '/api/auth/me', { headers: bearer(token) })).status
}

/** `device`: the cookie by which the browser is known from now on. */
export type Browser = { cookie: string; csrf: string; setCookie: string; device: string }

/** Signs in as a browser of our own origin does; `older` is the cookie it had. */
export async function browse(clinic: Clinic, person: Person, older?: string): Promise<Browser> {
  const headers = { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin', ...(older === undefined ? {} : { cookie: older }) }
  const answer = await post(clinic, '/api/auth/login', { login: person.email, password: castPassword, cookie: true }, headers)
  const [setCookie = '', setDevice = ''] = answer.headers.getSetCookie()
  const device = setDevice.split(';')[0] ?? ''
  return { cookie: setCookie.split(';')[0] ?? '', csrf: String(answer.body.csrfToken), setCookie, device }
}

export const withFactor = { email: 'guarded@harbour.test', username: 'Guarded_1' }

/** An account of Rita's organisation that also has an authenticator; gives its secret. */
export async function addGuarded(clinic: Clinic): Promise<string> {
  const totpSecret = newTotpSecret()
  const [row] = await clinic.sql('select password_hash from users where id = $1', [clinic.who(rita).userId])
  await clinic.asSystem(rita, (tx) =>
    insertAccount(tx, clinic.keep, {
      ...withFactor,
      tenantId: clinic.who(rita).tenantId,
      role: 'reception',
      displayName: 'Gus Guarded',
      language: 'en',
      passwordHash: String(row?.password_hash),
      totpSecret,
      emailVerifiedAt: clinic.clock.now(),
      now: clinic.clock.now(),
    }),
  )
  return totpSecret
}

export function codeAt(secret: string, now: Date): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() })
}

export async function challengeOf(clinic: Clinic): Promise<string> {
  const reply = await clinic.stranger().login({ body: { login: withFactor.email, password: castPassword } })
  if (!('secondFactor' in reply)) throw new Error('the sign-in asked for no second factor')
  return reply.secondFactor.challenge
}

/** The journal's events of one request: what, how it ended, why. */
export async function eventsOf(clinic: Clinic, requestId: string) {
  const events = await clinic.events()
  return events
    .filter((event) => event.request_id === requestId)
    .map(({ action, outcome, reason, tenant_id, actor_id, resource_type, resource_id }) => ({
      action,
      outcome,
      reason,
      tenant_id,
      actor_id,
      resource_type,
      resource_id,
    }))
}

/** Sets an authenticator up in somebody's session, leaves their others alone, and gives its secret and the recovery codes. */
export async function enrol(clinic: Clinic, token: string): Promise<{ secret: string; codes: string[] }> {
  const begun = await post(clinic, '/api/auth/totp', undefined, bearer(token))
  const secret = String(begun.body.secret)
  const body = { code: codeAt(secret, clinic.clock.now()) }
  const confirmed = await post(clinic, '/api/auth/totp/confirmation?keepSessions=true', body, bearer(token))
  if (confirmed.status !== 200) throw new Error(`the authenticator was not confirmed: ${confirmed.status}`)
  const { recoveryCodes } = confirmed.body
  return { secret, codes: Array.isArray(recoveryCodes) ? recoveryCodes.map(String) : [] }
}

/** The challenge that somebody of the cast gets for their password. */
export async function challengeFor(clinic: Clinic, person: Person): Promise<{ challenge: string; methods: string[] }> {
  const reply = await clinic.stranger().login({ body: { login: person.email, password: castPassword } })
  if (!('secondFactor' in reply)) throw new Error('the sign-in asked for no second factor')
  return reply.secondFactor
}

/** Lets uses of one thing meet: its rows are held until some of the calls wait for them, so none is done before others have begun. */
export async function racing<T>(
  clinic: Clinic,
  table: 'second_factors' | 'recovery_codes' | 'passkeys' | 'sessions',
  calls: (() => Promise<T>)[],
  meeting: number,
): Promise<T[]> {
  await clinic.sql('begin')
  await clinic.sql(`select from ${table} for update`)
  const answers = Promise.all(calls.map((call) => call()))
  await expect.poll(() => waiting(clinic), { timeout: 10_000 }).toBeGreaterThanOrEqual(meeting)
  await clinic.sql('commit')
  return answers
}

async function waiting(clinic: Clinic): Promise<number> {
  const [row] = await clinic.sqlAsApp(
    {},
    `select count(*)::integer as sessions from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return Number(row?.sessions)
}
