import { refuse } from '../../platform/refusal.ts'

/** Whoever closes an account types its address, however it is written; refuses BAD_REQUEST for another. */
export function mustBeTyped(typed: string | undefined, address: string | undefined): void {
  if (typed === undefined || typed !== address)
    refuse('BAD_REQUEST', { errors: [{ field: 'email', reason: 'is not the address of the account' }] })
}
