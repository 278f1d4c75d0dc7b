// The CSRF token lives in memory only: handed over at sign-in, asked for again after a reload.
import { createClient } from '@wardkeep/client'

let token: string | undefined
let asking: Promise<string> | undefined

/** A client that never asks the person anything; used for what the proving itself needs, where asking again would wait for itself. */
export const quietClient = createClient({ baseUrl: '', credentials: { kind: 'cookie', csrfToken } })

export async function csrfToken(): Promise<string> {
  if (token !== undefined) return token
  asking ??= askForToken().finally(() => {
    asking = undefined
  })
  return asking
}

export function keepCsrfToken(given: string): void {
  token = given
}

export function forgetCsrfToken(): void {
  token = undefined
}

let expected = false

/** Whether somebody is signed in here, as far as this page knows. */
export function expectSession(here: boolean): void {
  expected = here
}

/** Whether the session of who is signed in here is alive, asked anew. */
export async function stillSignedIn(): Promise<boolean> {
  if (!expected) return false
  return askForToken().then(
    () => true,
    () => false,
  )
}

async function askForToken(): Promise<string> {
  const given = await quietClient.csrf()
  token = given.csrfToken
  return given.csrfToken
}
