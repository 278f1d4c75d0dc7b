import { refuse } from '../../platform/refusal.ts'

export type NameGiven = { login?: string; email?: string; username?: string }

/** The one sign-in name of a request; refuses BAD_REQUEST where there is none, or more than one. */
export function oneName({ login, email, username }: NameGiven): string {
  const [name, ...more] = [login, email, username].filter((given) => given !== undefined)
  return name !== undefined && more.length === 0
    ? name
    : refuse('BAD_REQUEST', { errors: [{ field: 'login', reason: 'give exactly one of login, email and username' }] })
}
