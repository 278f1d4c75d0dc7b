import { refuse } from '../../platform/refusal.ts'

export type Proof = { method: 'password'; password: string } | { method: 'totp'; code: string }

/** The proof that the method names; refuses BAD_REQUEST where it is not given, or another is. */
export function proofGiven(given: { method: 'password' | 'totp'; password?: string; code?: string }): Proof {
  const { method, password, code } = given
  if (method === 'password' && password !== undefined && code === undefined) return { method, password }
  if (method === 'totp' && code !== undefined && password === undefined) return { method, code }
  const field = method === 'password' ? 'password' : 'code'
  return refuse('BAD_REQUEST', { errors: [{ field, reason: 'must be given, alone, with this method' }] })
}
