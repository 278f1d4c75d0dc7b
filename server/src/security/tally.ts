// What the journal says, as numbers: counted where an event is committed, so the two never differ within one process. [B303][B304][B307]
import type { AuditCode } from '@wardkeep/contract/audit.ts'
import { Counter, Histogram, type Metric } from '../platform/metrics.ts'
import type { Outcome } from './audit/event.ts'

const signIns: readonly string[] = ['session.signed-in', 'session.second-factor'] satisfies AuditCode[]
/** What no session does that is used by its owner alone. */
const anomalies: readonly string[] = ['session.refresh-reused', 'passkey.counter-fell'] satisfies AuditCode[]

export class Tally {
  readonly #failedSignIns = new Counter('wardkeep_sign_in_failures_total', 'Sign-ins that were refused or failed, by reason.', 'reason')
  readonly #denials = new Counter('wardkeep_denials_total', 'Requests that the journal has as denied, by reason.', 'reason')
  readonly #anomalies = new Counter('wardkeep_session_anomalies_total', 'Tokens and passkeys in two hands, by event.', 'event')
  readonly #events = new Counter('wardkeep_events_total', 'Events that the journal has, by outcome.', 'outcome')
  readonly #batches = new Histogram('wardkeep_read_batch_size', 'Reads that shared one round trip.', [1, 2, 4, 8, 16, 32, 64])

  get metrics(): Metric[] {
    return [this.#failedSignIns, this.#denials, this.#anomalies, this.#events, this.#batches]
  }

  /** An event was committed. */
  written(action: AuditCode | 'none', { outcome, reason = 'none' }: { outcome: Outcome; reason?: string }): void {
    if (action === 'none') return
    this.#events.add(outcome)
    if (outcome === 'denied') this.#denials.add(reason)
    if (outcome !== 'allowed' && signIns.includes(action)) this.#failedSignIns.add(reason)
    if (outcome === 'allowed' && anomalies.includes(action)) this.#anomalies.add(action)
  }

  batched(reads: number): void {
    this.#batches.observe(reads)
  }
}
