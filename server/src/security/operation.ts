// Who acts, from where, why and when: carried by hand as the first argument of every action.
import type { AuditCode, Purpose } from '@wardkeep/contract/audit.ts'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import type { Permission } from '@wardkeep/contract/permissions.ts'
import { newId, newRequestId } from '../platform/ids.ts'
import type { SessionUse } from './activity.ts'
import type { FactorKind, Held } from './factor-kinds.ts'
import { Allowance } from './quota.ts'
import { Trace } from './trace.ts'
import { INSTALLATION_TENANT } from './vault/index.ts'

/** What a session proved and when; `stamp` changes with every change of the session, its user or its organisation. */
export type SessionFacts = {
  id: string
  stamp: number
  assurance: 1 | 2
  provenAt: Date
  /** When a second factor was last proven; null at level 1. */
  secondProvenAt: Date | null
  /** What the account must have proven before it reaches anything of the clinic. */
  required: 1 | 2
  /** The account has a second factor. */
  enrolled: boolean
  /** The kind that it must be of, and how many passkeys there are, of which how many stay on their device: none or one. */
  kind: FactorKind
  held: Held
  createdAt: Date
  expiresAt: Date
  /** The last use that was written down when these facts were read. */
  seenAt: Date
  /** Milliseconds without use, and since the last full proof, after which it locks. */
  idleMs: number
  proofMs: number
  /** Where it spoke from so far, and from where of these a full proof was given: see `Places`. */
  places: readonly string[]
  provenPlaces: readonly string[]
  /** Its organisation refuses whoever runs it a chart that they do not say for what they read. */
  purposeRequired: boolean
  /** From where whoever runs its organisation may act; none is everywhere. */
  networks: readonly string[]
  /** The session speaks by a cookie, so unsafe methods need the CSRF token. */
  cookie: boolean
}

/** An API key; its scopes narrow what its service may, and `stamp` changes with every change of the key, its service or its organisation. */
export type KeyFacts = { id: string; stamp: number; scopes: readonly Permission[]; perMinute: number | null; expiresAt: Date }

export type Organisation = { id: string; slug: string; name: string; timeZone: string }

export type Actor = {
  via: 'session' | 'key' | 'receipt' | 'system' | 'none'
  tenantId: string
  userId?: string
  role: RoleName | 'system' | 'nobody'
  name: string
  patientId?: string
  doctorId?: string
  /** The one patient for whom they act, where their token says so. */
  actingFor?: string
  session?: SessionFacts
  key?: KeyFacts
  organisation?: Organisation
}

/** `device`: the secret that the caller's device shows, if it was ever known as somebody's. */
export type Origin = { address: string; userAgent: string; device?: string | undefined }

export type Beginning = {
  requestId: string
  now: Date
  actor: Actor
  origin: Origin
  action: AuditCode | 'none'
  purpose?: Purpose | undefined
  /** The Idempotency-Key of a request that makes something. */
  retryKey?: string | undefined
  /** Whether the caller has left and waits for no answer. */
  gone?: () => boolean
  /** Asked again whenever the actor's facts turn out to have changed; throws a refusal. */
  admit?: (actor: Actor, now: Date) => void
  /** Where the operation goes on with another's trace. */
  trace?: Trace
  /** Where it is a part of a request that is counted once. */
  allowance?: Allowance
  /** Where the request keeps its session awake. */
  use?: SessionUse | undefined
}

export class Operation {
  readonly requestId: string
  readonly now: Date
  readonly origin: Origin
  readonly action: AuditCode | 'none'
  readonly purpose: Purpose | undefined
  readonly retryKey: string | undefined
  readonly trace: Trace
  /** How the request stands with the limits, once that was asked. */
  readonly allowance: Allowance
  readonly gone: () => boolean
  readonly use: SessionUse | undefined
  readonly #admit: (actor: Actor, now: Date) => void
  #actor: Actor

  constructor(beginning: Beginning) {
    this.requestId = beginning.requestId
    this.now = beginning.now
    this.origin = beginning.origin
    this.action = beginning.action
    this.purpose = beginning.purpose
    this.retryKey = beginning.retryKey
    this.#actor = beginning.actor
    this.use = beginning.use
    this.gone = beginning.gone ?? (() => false)
    this.#admit = beginning.admit ?? (() => {})
    this.allowance = beginning.allowance ?? new Allowance()
    this.trace = beginning.trace ?? new Trace(newId(beginning.now))
  }

  get actor(): Actor {
    return this.#actor
  }

  get tenantId(): string {
    return this.#actor.tenantId
  }

  /** The actor's facts as they are now; refuses where they no longer admit the act. */
  renew(actor: Actor): void {
    this.#actor = actor
    this.#admit(actor, this.now)
  }

  /** A step of the same caller before the act itself, in a transaction of its own: counted as the one request, without an event of its own. */
  beforehand(): Operation {
    const { requestId, now, origin, purpose, actor, gone, allowance } = this
    return new Operation({ requestId, now, origin, purpose, actor, gone, allowance, action: 'none', admit: this.#admit })
  }

  /**
   * The same request, acted out by the system inside one organisation, for callers who are nobody of it yet. It shares the trace, so its one
   * event is this operation's; under another action it is an act of its own, with its own event (or, under `none`, without one).
   */
  asSystem(tenantId: string, name: string, action: AuditCode | 'none' = this.action): Operation {
    const { requestId, now, origin, purpose } = this
    const actor = systemActor(tenantId, name)
    return new Operation({ requestId, now, origin, purpose, action, actor, ...(action === this.action ? { trace: this.trace } : {}) })
  }

  /** The same request by whoever holds a receipt, inside the one organisation that the receipt leads to. It shares the trace. */
  byReceipt(tenantId: string): Operation {
    const { requestId, now, origin, action, trace } = this
    return new Operation({ requestId, now, origin, action, trace, actor: { via: 'receipt', tenantId, role: 'nobody', name: '' } })
  }
}

/** A stranger: nobody of any organisation yet. */
export const nobody: Actor = { via: 'none', tenantId: INSTALLATION_TENANT, role: 'nobody', name: '' }

/** A named system actor inside one organisation, for jobs, imports and the host's own commands. */
export function systemActor(tenantId: string, name: string): Actor {
  return { via: 'system', tenantId, role: 'system', name }
}

/** What the system does of itself inside one organisation, which no request asked for: it comes from the machine that it runs on. */
export function systemOperation(tenantId: string, name: string, action: AuditCode | 'none', now: Date): Operation {
  const origin = { address: '127.0.0.1', userAgent: '' }
  return new Operation({ requestId: newRequestId(), now, actor: systemActor(tenantId, name), origin, action })
}

/** Thrown inside a transaction of the system, it rolls back what another process has done first, or what there is no occasion for. */
export class NothingToDo extends Error {}

/** What such a transaction gives, and `otherwise` where there was nothing to do. */
export function unlessDone<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  return work.catch((cause: unknown) => (cause instanceof NothingToDo ? otherwise : Promise.reject(cause)))
}
