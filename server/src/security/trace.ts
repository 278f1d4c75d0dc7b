import type { Purpose } from '@wardkeep/contract/audit.ts'

export type Resource = { type: string; id: string; version?: number }

/** What the journal will say of one operation: gathered while it runs, written once. Ids, codes and field names only. */
export class Trace {
  readonly eventId: string
  readonly patientIds = new Set<string>()
  rule: string | undefined
  resource: Resource | undefined
  fields: readonly string[] | undefined
  /** Digests of what stood before and after, 64 bytes; see `traceChange`. */
  change: Buffer | undefined
  /** Whose act it turned out to be, where the caller came as nobody (a sign-in). */
  by: { tenantId: string; userId?: string; role: string; name: string; patientId?: string } | undefined
  /** Whether the event counts as a request of its actor; not what is told beside one. */
  counted = true
  /** The purpose that the admitting relation gave it; counts before what the caller says. */
  purpose: Purpose | undefined
  #written = false

  constructor(eventId: string) {
    this.eventId = eventId
  }

  /** The rule that admitted the act, and whom and what it was about. */
  admitted(rule: string, about: { patientIds?: readonly string[]; resource?: Resource; fields?: readonly string[] } = {}): void {
    this.rule = rule
    for (const id of about.patientIds ?? []) this.patientIds.add(id)
    if (about.resource) this.resource = about.resource
    if (about.fields) this.fields = about.fields
  }

  get written(): boolean {
    return this.#written
  }
  markWritten(): void {
    this.#written = true
  }
}
