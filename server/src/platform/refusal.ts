import { type RefusalCode, refusals } from '@wardkeep/contract/refusals.ts'

export type FieldProblem = { field: string; reason: string }

/** What a refusal may add to its code: a constant sentence, the fields at fault, response headers. Never a name, an id asked for, or a token. */
export type RefusalMore = { detail?: string; errors?: FieldProblem[]; headers?: Record<string, string> }

/** A foreseen "no": its code decides status and title, one handler turns it into RFC 9457 problem details. All else thrown is a bug (500). */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly more: RefusalMore

  constructor(code: RefusalCode, more: RefusalMore = {}) {
    super(refusals[code].title)
    this.name = 'Refusal'
    this.code = code
    this.more = more
  }

  get status(): number {
    return refusals[this.code].status
  }
}

/** Refuses; usable as an expression: `const found = await lock(tx, id) ?? refuse('NOT_FOUND')`. */
export function refuse(code: RefusalCode, more: RefusalMore = {}): never {
  throw new Refusal(code, more)
}
