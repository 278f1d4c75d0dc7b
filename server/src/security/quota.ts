// How often somebody may ask: exact, across processes and restarts, since one row of the database counts for all. [A88]
import { refuse } from '../platform/refusal.ts'
import type { Operation } from './operation.ts'

/** Requests in a minute and in a day (UTC) where an organisation sets nothing else. High enough for people at the web app. */
export const requestLimits = {
  user: { minute: 12_000, day: 2_000_000 },
  key: { minute: 6_000, day: 1_000_000 },
  tenant: { minute: 120_000, day: 20_000_000 },
} as const

export type Limited = 'user' | 'key' | 'tenant'
/** `counted`, without a limit of its own: the service whose key asks, and who came as a stranger and turned out to be somebody. */
export type Asked = {
  tenantId: string
  subjectId: string
  kind: 'user' | 'key' | 'counted' | 'stranger'
  requests: number
  own: number | null
}
export type Granted = { tenantId: string; subjectId: string; kind: string; allowed: number } & Window
export type Window = { minuteUsed: number; minuteLimit: number; dayUsed: number; dayLimit: number }

/** Where one request stands with a limit; `left` and `limit` are of the minute and the day, `ends` in seconds until they begin anew. */
type Standing = { of: Limited; minute: Span; day: Span; over: boolean }
type Span = { limit: number; left: number; ends: number }

/** A request's place among those of its caller. It is asked for once, however often the act is tried. */
export class Allowance {
  asked = false
  standing: Standing | undefined

  /** Refuses TOO_MANY_REQUESTS where the request was one too many. */
  mustStand(): void {
    const { standing } = this
    if (standing?.over) refuse('TOO_MANY_REQUESTS', { headers: { 'Retry-After': String(waitOf(standing)) } })
  }

  /** As draft-ietf-httpapi-ratelimit-headers-10 writes them; none where nothing was asked. */
  headers(): Record<string, string> {
    if (this.standing === undefined) return {}
    const { of, minute, day } = this.standing
    return {
      'RateLimit-Policy': `"${of}-minute";q=${minute.limit};w=60, "${of}-day";q=${day.limit};w=86400`,
      RateLimit: `"${of}-minute";r=${minute.left};t=${minute.ends}, "${of}-day";r=${day.left};t=${day.ends}`,
    }
  }
}

/** What is limited of an operation's caller; nothing of strangers, of the system itself, and of what is told beside a request. */
export function limitedOf({ actor, trace }: Operation): { kind: 'user' | 'key'; id: string } | undefined {
  if (!trace.counted) return undefined
  if (actor.key) return { kind: 'key', id: actor.key.id }
  return actor.via === 'session' && actor.userId ? { kind: 'user', id: actor.userId } : undefined
}

/** The requests of a batch, counted by whom they are of. */
export function askedBy(ops: readonly Operation[]): Asked[] {
  const asked = new Map<string, Asked>()
  const add = (of: Omit<Asked, 'requests'>) => {
    const known = asked.get(of.subjectId)
    if (known) known.requests += 1
    else asked.set(of.subjectId, { ...of, requests: 1 })
  }
  for (const op of ops) {
    const limited = limitedOf(op)
    if (limited === undefined) continue
    const { tenantId, actor } = op
    add({ tenantId, subjectId: limited.id, kind: limited.kind, own: actor.key?.perMinute ?? null })
    if (limited.kind === 'key' && actor.userId) add({ tenantId, subjectId: actor.userId, kind: 'counted', own: null })
  }
  return [...asked.values()]
}

/** Requests whose callers were recognised only while they were answered: sign-ins and their like. */
export function askedLate(ops: readonly Operation[]): Asked[] {
  return ops.flatMap(({ trace: { by, counted }, allowance }) => {
    if (allowance.asked || !counted || by?.userId === undefined) return []
    allowance.asked = true
    return [{ tenantId: by.tenantId, subjectId: by.userId, kind: 'stranger' as const, requests: 1, own: null }]
  })
}

/** Tells each request of a batch where it stands: the first of a caller as far as its limit reaches, then as far as the tenant's does. */
export function grant(ops: readonly Operation[], granted: readonly Granted[], now: Date): void {
  const bySubject = new Map(granted.map((one) => [one.subjectId, { ...one, taken: 0 }]))
  for (const op of ops) {
    const caller = bySubject.get(limitedOf(op)?.id ?? '')
    const tenant = bySubject.get(op.tenantId)
    if (caller === undefined || tenant === undefined) continue
    caller.taken += 1
    const own = caller.kind === 'key' ? 'key' : 'user'
    if (caller.taken > caller.allowed) op.allowance.standing = { ...spansOf(caller, now), of: own, over: true }
    else {
      tenant.taken += 1
      const over = tenant.taken > tenant.allowed
      op.allowance.standing = { ...spansOf(over ? tenant : caller, now), of: over ? 'tenant' : own, over }
    }
  }
}

function spansOf({ minuteUsed, minuteLimit, dayUsed, dayLimit }: Window, now: Date): { minute: Span; day: Span } {
  const span = (limit: number, used: number, ms: number) => ({
    limit,
    left: Math.max(0, limit - used),
    ends: Math.ceil((ms - (now.getTime() % ms)) / 1000),
  })
  return { minute: span(minuteLimit, minuteUsed, 60_000), day: span(dayLimit, dayUsed, 86_400_000) }
}

function waitOf({ minute, day }: Standing): number {
  return day.left === 0 ? day.ends : minute.ends
}
