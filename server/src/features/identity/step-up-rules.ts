import { refuse } from '../../platform/refusal.ts'
import { type FactorGiven, factorGiven, type PasskeyAnswer } from './factor-rules.ts'

export type ProofGiven = Omit<FactorGiven, 'method'> & { method: 'password' | 'totp' | 'passkey'; password?: string }
export type Proof =
  | { method: 'password'; password: string }
  | { method: 'totp'; code: string }
  | { method: 'passkey'; credential: PasskeyAnswer }

/** The proof that the method names; refuses BAD_REQUEST where it is not given, or another is. */
export function proofGiven({ method, password, ...factor }: ProofGiven): Proof {
  if (method === 'password') {
    if (password !== undefined && factor.code === undefined && factor.credential === undefined) return { method, password }
    return refuse('BAD_REQUEST', { errors: [{ field: 'password', reason: 'must be given, alone, with this method' }] })
  }
  if (password !== undefined) refuse('BAD_REQUEST', { errors: [{ field: 'password', reason: 'must not be given with this method' }] })
  const shown = factorGiven({ method, ...factor })
  if (shown.method === 'passkey') return shown
  return { method: 'totp', code: shown.code }
}
