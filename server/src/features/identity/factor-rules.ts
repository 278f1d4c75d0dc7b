import type { Api, Input } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import { counts, type FactorKind, kindAskedOf } from '../../security/factor-kinds.ts'

/** Milliseconds for which a secret that was shown can be confirmed. */
export const enrolmentMs = 15 * 60_000
/** Recovery codes of one sheet. */
export const codesMade = 10

export type FactorMethod = 'passkey' | 'totp' | 'recovery'
/** What an account has to prove a second factor with. */
export type Factors = { totp: boolean; passkeys: number; bound: number; codesLeft: number }

/** A recovery code stands in for a factor; without one it opens nothing. */
export function hasFactor({ totp, passkeys }: Factors): boolean {
  return totp || passkeys > 0
}

type Asked = { role: string; staff_factor: FactorKind; passkeys: number; bound_passkeys: number }

/** Refuses INVALID_CREDENTIALS for what is weaker than the organisation asks, where the account has what is asked. */
export function mustCount({ role, staff_factor, passkeys, bound_passkeys: bound }: Asked, shown: 'code' | 'passkey' | 'bound'): void {
  if (!counts(kindAskedOf(role, staff_factor), { passkeys, bound }, shown)) refuse('INVALID_CREDENTIALS')
}

/** What may be shown at a sign-in, the strongest first. */
export function methodsOf(factors: Factors, kind: FactorKind): FactorMethod[] {
  if (!hasFactor(factors)) return []
  if (!counts(kind, factors, 'code')) return ['passkey']
  return [
    ...(factors.passkeys > 0 ? (['passkey'] as const) : []),
    ...(factors.totp ? (['totp'] as const) : []),
    ...(factors.codesLeft > 0 ? (['recovery'] as const) : []),
  ]
}

/** What was begun in this session and has not run out; refuses ENROLMENT_GONE. */
export function mustBeBegun<E extends { session_id: string; begun_at: Date }>(begun: E | undefined, sessionId: string, now: Date): E {
  if (begun === undefined || begun.session_id !== sessionId) return refuse('ENROLMENT_GONE')
  return now.getTime() < begun.begun_at.getTime() + enrolmentMs ? begun : refuse('ENROLMENT_GONE')
}

/** Refuses FACTOR_MISSING for what is not there, and FACTOR_REQUIRED for the last factor of who must have one. */
export function mustBeDispensable(removed: boolean, left: boolean, required: boolean): void {
  if (!removed) refuse('FACTOR_MISSING')
  if (required && !left) refuse('FACTOR_REQUIRED')
}

/** What the owner may do next, told as names of acts. */
export function canDo(factors: Factors, required: boolean, kind: FactorKind): string[] {
  const onPasskeys = kind !== 'any'
  return [
    'beginTotp',
    'beginPasskey',
    ...(mayLosePasskey(factors, required, onPasskeys) ? ['removePasskey'] : []),
    ...(factors.totp && (!required || factors.passkeys > 0) ? ['removeTotp'] : []),
    ...(hasFactor(factors) ? ['makeRecoveryCodes'] : []),
  ]
}

function mayLosePasskey({ totp, passkeys }: Factors, required: boolean, onPasskeys: boolean): boolean {
  return passkeys > 0 && (passkeys > 1 || (totp && !onPasskeys) || !required)
}

export type PasskeyAnswer = Input<Api['passkeySignIn']>['body']['credential']
export type FactorGiven = { method: FactorMethod; code?: string; credential?: PasskeyAnswer }
type Shown = { method: 'passkey'; credential: PasskeyAnswer } | { method: 'totp' | 'recovery'; code: string }

/** What was shown of a second factor; refuses BAD_REQUEST, and no try is lost, for what the method does not take. */
export function factorGiven({ method, code, credential }: FactorGiven): Shown {
  if (method === 'passkey' && credential !== undefined && code === undefined) return { method, credential }
  const fits = code !== undefined && (method === 'recovery' || /^[0-9]{6}$/.test(code))
  if (method !== 'passkey' && fits && credential === undefined) return { method, code }
  const field = method === 'passkey' ? 'credential' : 'code'
  return refuse('BAD_REQUEST', { errors: [{ field, reason: 'must be given, alone, as this method has it' }] })
}
