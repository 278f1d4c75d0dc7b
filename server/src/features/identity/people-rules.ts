import { resetHours } from '@wardkeep/contract/closing.ts'
import { exchangedRoles } from '@wardkeep/contract/people.ts'
import { refuse } from '../../platform/refusal.ts'

export type Standing = { id: string; role: string; active: boolean }

/** Nobody disables themselves or gives themselves a role: refuses OWN_ACCOUNT. */
export function mustBeAnother(user: Standing, actorId: string | undefined): void {
  if (user.id === actorId) refuse('OWN_ACCOUNT')
}

/** `running` are those who run the organisation and may sign in; refuses LAST_ADMIN where nobody of them would be left. */
export function mustLeaveOne(user: Standing, running: readonly { id: string }[]): void {
  if (running.every((one) => one.id === user.id)) refuse('LAST_ADMIN')
}

/** Whether the role can be exchanged: a patient's hangs on a chart and a doctor's on a calendar. */
export function canExchange(role: string): boolean {
  return exchangedRoles.some((known) => known === role)
}

export function mustBeExchangeable({ role }: Standing): void {
  if (!canExchange(role)) refuse('ROLE_FIXED')
}

export type ResetAsked = { id: string; by: string; until: Date }
export type Seen = Standing & { second_factor: boolean; locked: boolean; asked: ResetAsked | undefined }

/** What was asked last and is neither done nor too old. */
export function openReset(
  {
    reset_id: id,
    reset_asked_by: by,
    reset_asked_at: at,
  }: { reset_id: string | null; reset_asked_by: string | null; reset_asked_at: Date | null },
  now: Date,
): ResetAsked | undefined {
  if (id === null || by === null || at === null) return undefined
  const until = new Date(at.getTime() + resetHours * 3_600_000)
  return now < until ? { id, by, until } : undefined
}

/** What an administrator may do next with an account. */
export function nextFor(user: Seen, actorId: string | undefined): string[] {
  const unlock = user.locked ? ['unlock'] : []
  if (user.id === actorId) return unlock
  return [
    user.active ? 'disable' : 'enable',
    ...(user.active && canExchange(user.role) ? ['change-role'] : []),
    ...(user.active ? ['end-sessions', 'disable-password'] : []),
    ...unlock,
    ...(user.second_factor ? ['ask-factor-reset'] : []),
    ...(user.second_factor && user.asked && user.asked.by !== actorId ? ['reset-factors'] : []),
    'close',
  ]
}
