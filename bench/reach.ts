import type { ClientConfig } from 'pg'

export type Reach = { app: ClientConfig; keyFolder: string; rootKey: string; port: number; trustedProxies?: string[] }

/** What the measuring process hands down to the measured one. */
export function readReach(): Reach {
  return JSON.parse(process.env.WARDKEEP_BENCH ?? '{}')
}
