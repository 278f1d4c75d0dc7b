// From where whoever runs an organisation may act, where it has said so: outside of its networks their session opens nothing but itself. [V8.4.2]
import type { Assurance } from '@wardkeep/contract/endpoint.ts'
import { isInside } from '../platform/networks.ts'
import { refuse } from '../platform/refusal.ts'
import type { Actor } from './operation.ts'
import { founderRole } from './policy.ts'

/** Refuses NETWORK_REFUSED. What a locked session still answers, who one is and the proof, is answered from everywhere. */
export function mustActFromInside({ role, session }: Actor, asked: Assurance, address: string): void {
  if (role !== founderRole || session === undefined || asked.whileLocked) return
  if (!isInside(session.networks, address)) refuse('NETWORK_REFUSED')
}
