import { api, type Flag, pathsOf, servedIn } from '@wardkeep/contract'
import { printOpenApi } from '@wardkeep/contract/openapi.ts'
import type { PasswordPolicy } from '@wardkeep/contract/passwords/index.ts'
import { refuse } from '../../platform/refusal.ts'
import { type Door, serve } from '../../security/guard.ts'

export type Health = {
  profile: 'demo' | 'production'
  flags: readonly Flag[]
  /** Whether strangers may register. */
  registration: boolean
  version: string
  /** By which the password of somebody who registers is judged. */
  passwordPolicy: () => Promise<PasswordPolicy>
  mail: 'sent' | 'mailbox' | 'none'
  /** Resolves when the database answers, rejects when it does not. */
  databaseAnswers: () => Promise<void>
}

export function healthRoutes(door: Door, health: Health): void {
  const description = printOpenApi(servedIn(health.profile, health.flags), pathsOf, health.version)
  serve(door, api.live, async () => ({ status: 'ok' as const }))
  serve(door, api.ready, async () => {
    await health.databaseAnswers().catch(() => refuse('UNAVAILABLE'))
    return { status: 'ok' as const }
  })
  serve(door, api.openapi, async () => description)
  serve(door, api.about, async () => {
    const { profile, flags, registration, mail } = health
    const anonymousCases = flags.includes('anonymous-cases')
    return { product: 'Wardkeep' as const, profile, registration, anonymousCases, passwordPolicy: await health.passwordPolicy(), mail }
  })
}
