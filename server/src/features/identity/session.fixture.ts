// A browser in a session whose cookie changes under it, as browsers follow it.
import { expect } from 'vitest'
import type { Clinic } from '../../../tests/clinic.ts'
import { castPassword, type Person } from '../../../tests/people.ts'
import { type Answer, browse, send } from './identity.fixture.ts'

export type Seat = { cookie: string; csrf: string; headers: Record<string, string> }

/** Signs somebody in as a browser does; `headers` go with every request from there. */
export async function seat(clinic: Clinic, person: Person, headers: Record<string, string> = {}): Promise<Seat> {
  const { cookie, csrf } = await browse(clinic, person)
  return { cookie, csrf, headers }
}

/** One request of the seat, through this or another process; takes the cookie that is set. */
export async function ask(
  clinic: Pick<Clinic, 'url'>,
  seat: Seat,
  method: string,
  path: string,
  more: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const headers = { cookie: seat.cookie, 'x-csrf-token': seat.csrf, ...seat.headers, ...more.headers }
  const answer = await send(clinic, method, path, { ...more, headers })
  const [set] = answer.headers.getSetCookie()
  if (set?.startsWith('__Host-wardkeep=') && answer.status < 300) seat.cookie = set.split(';')[0] ?? ''
  return answer
}

/** How a session stands: the code by which something protected is refused, or `open`. */
export async function standing(clinic: Pick<Clinic, 'url'>, seat: Seat, headers: Record<string, string> = {}): Promise<string> {
  const answer = await ask(clinic, seat, 'GET', '/api/auth/sessions', { headers })
  return answer.status === 200 ? 'open' : String(answer.body.code)
}

/** Proves the seat's session by the password. */
export async function prove(clinic: Pick<Clinic, 'url'>, seat: Seat): Promise<Answer> {
  const answer = await ask(clinic, seat, 'POST', '/api/auth/step-up', { body: { method: 'password', password: castPassword } })
  expect(answer.status).toBe(200)
  return answer
}
