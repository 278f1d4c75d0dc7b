// From when until when somebody acts for a patient: what the clock will ask is decided once, when the link is made. [F36]
import { proxyYears } from '@wardkeep/contract/proxies.ts'
import { Temporal } from 'temporal-polyfill'
import { refuse } from '../../platform/refusal.ts'
import type { Link } from './link.ts'

/** When somebody comes of age: the first moment of that birthday on the clinic's clock; of 29 February, 1 March in other years. */
export function comingOfAge(birthDate: string, age: number, timeZone: string): Date {
  const born = Temporal.PlainDate.from(birthDate)
  const turns = born.add({ years: age })
  const day = turns.day === born.day ? turns : turns.add({ days: 1 })
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
}

export type Asked = { until: Date | undefined; capacity: Link['capacity']; ofAge: Date | undefined }

/** When a link ends by itself. A minor's ends with their coming of age at the latest; a guardian of somebody of unknown age is asked for an end. */
export function endOf({ until, capacity, ofAge }: Asked, now: Date): Date | undefined {
  if (until !== undefined && until <= now) refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: 'must lie ahead' }] })
  if (until !== undefined && until > yearsAfter(now))
    refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: `is more than ${proxyYears} years ahead` }] })
  if (until === undefined && ofAge === undefined && capacity === 'guardian')
    refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: 'is required where no birth date is known' }] })
  if (ofAge === undefined || ofAge <= now) return until
  return until === undefined || until > ofAge ? ofAge : until
}

/** Who is under age does not end what the clinic arranged for them. */
export function mustBeOfAge(ofAge: Date | undefined, now: Date): void {
  if (ofAge !== undefined && ofAge > now) refuse('NOT_OF_AGE')
}

/** Reading comes with every link. */
export function mustRead(scopes: readonly string[]): void {
  if (!scopes.includes('read'))
    refuse('BAD_REQUEST', { errors: [{ field: 'scopes', reason: 'must have read, which comes with every link' }] })
}

/** Refuses INVITATION_CLOSED where somebody has accepted already, or it was withdrawn. */
export function mustWait(invitation: { accepted_at: Date | null; withdrawn_at: Date | null }): void {
  if (invitation.accepted_at !== null || invitation.withdrawn_at !== null) refuse('INVITATION_CLOSED')
}

export function mustNotHaveEnded(link: Link, now: Date): void {
  if (stateOf(link, now) === 'ended') refuse('PROXY_ENDED')
}

/** The same that `my_proxied` asks in the database. */
export function stateOf({ from, until, endedAt }: Pick<Link, 'from' | 'until' | 'endedAt'>, now: Date): 'coming' | 'live' | 'ended' {
  if (endedAt !== undefined || (until !== undefined && until <= now)) return 'ended'
  return from <= now ? 'live' : 'coming'
}

function yearsAfter(now: Date): Date {
  const end = new Date(now)
  end.setUTCFullYear(end.getUTCFullYear() + proxyYears)
  return end
}
