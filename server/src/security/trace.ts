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
  #for = new Set<string>()
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

  /** What a step before the act was admitted by, so that the event of what failed afterwards says whom it was about. */
  admittedAs({ rule, patientIds, resource }: Trace): void {
    if (rule !== undefined) this.admitted(rule, { patientIds: [...patientIds], ...(resource && { resource }) })
  }

  /** Notes that the act is a proxy's for this patient. */
  actedFor(patientId: string | undefined): void {
    if (patientId !== undefined) this.#for.add(patientId)
  }

  /** The one patient for whom it was done; of a list of several people there is none, and `patientIds` names them. */
  get onBehalfOf(): string | undefined {
    return this.#for.size === 1 ? [...this.#for][0] : undefined
  }

  get written(): boolean {
    return this.#written
  }
  markWritten(): void {
    this.#written = true
  }
}
