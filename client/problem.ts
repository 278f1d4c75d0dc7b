import { type RefusalCode, refusals } from '@wardkeep/contract/refusals.ts'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

/**
 * What can go wrong besides the contract's refusals: nobody answered (UNREACHABLE), the answer is not what the contract says (UNREADABLE), or
 * it is a refusal that this client is too old to know (UNKNOWN; its title is still the server's own sentence).
 */
export const clientCodes = ['UNREACHABLE', 'UNREADABLE', 'UNKNOWN'] as const
export type ProblemCode = RefusalCode | (typeof clientCodes)[number]

const FieldProblem = Type.Object({ field: Type.String(), reason: Type.String() })
const ProblemDetails = Type.Object({
  status: Type.Integer(),
  code: Type.String(),
  title: Type.String(),
  detail: Type.Optional(Type.String()),
  requestId: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(FieldProblem)),
})

export type FieldProblem = Static<typeof FieldProblem>
type ProblemFields = {
  /** HTTP status; 0 when there was no answer. */
  status: number
  code: ProblemCode
  title: string
  detail?: string | undefined
  /** For support: the journal and the server's log carry the same id. */
  requestId?: string | undefined
  errors?: FieldProblem[] | undefined
  /** Seconds, from Retry-After. */
  retryAfter?: number | undefined
  /** The level of the proof that is asked for (RFC 9470), where one is: 1 any, 2 a second factor. */
  level?: 1 | 2 | undefined
}

/** Every call that fails rejects with this (RFC 9457 problem details), unless its own abort signal ended it. */
export class Problem extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly title: string
  readonly detail: string | undefined
  readonly requestId: string | undefined
  readonly errors: readonly FieldProblem[]
  readonly retryAfter: number | undefined
  /** ISO 8601: when that is over, by this machine's clock. */
  readonly retryAt: string | undefined
  readonly level: 1 | 2 | undefined

  constructor(fields: ProblemFields) {
    super(`${fields.code}: ${fields.title}`)
    this.name = 'Problem'
    this.status = fields.status
    this.code = fields.code
    this.title = fields.title
    this.detail = fields.detail
    this.requestId = fields.requestId
    this.errors = fields.errors ?? []
    this.retryAfter = fields.retryAfter
    this.retryAt = fields.retryAfter === undefined ? undefined : new Date(Date.now() + fields.retryAfter * 1000).toISOString()
    this.level = fields.level
  }
}

/** Reads a refusal. A gateway that answers in the clinic's stead (502, 503, 504 without problem details) counts as nobody answering. */
export function problemOf(response: Response, body: unknown): Problem {
  if (Value.Check(ProblemDetails, body)) {
    const code = isRefusalCode(body.code) ? body.code : 'UNKNOWN'
    const retryAfter = secondsOf(response.headers.get('retry-after'))
    return new Problem({ requestId: requestIdOf(response), ...body, code, retryAfter, level: levelOf(response.headers) })
  }
  return [502, 503, 504].includes(response.status) ? unreachable() : unreadable(response)
}

export function unreachable(): Problem {
  return new Problem({ status: 0, code: 'UNREACHABLE', title: 'The server does not answer' })
}

/** What is not sent, since it would be refused. */
export function addressTooLong(): Problem {
  const { status, title } = refusals.ADDRESS_TOO_LONG
  return new Problem({ status, code: 'ADDRESS_TOO_LONG', title })
}

export function unreadable(response: Response): Problem {
  const title = 'The answer is not what the contract says'
  return new Problem({ status: response.status, code: 'UNREADABLE', title, requestId: requestIdOf(response) })
}

function requestIdOf(response: Response): string | undefined {
  return response.headers.get('x-request-id') ?? undefined
}

function levelOf(headers: Headers): 1 | 2 | undefined {
  const [, level] = /acr_values="aal([12])"/.exec(headers.get('www-authenticate') ?? '') ?? []
  if (level === undefined) return undefined
  return level === '2' ? 2 : 1
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code)
}

function secondsOf(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds : undefined
}
