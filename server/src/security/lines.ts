// An answer that takes its time, told a line at a time: how far it is, and at last the answer or the refusal. Until the first line it can still be refused by status.
import { PassThrough } from 'node:stream'
import type { HttpReply } from '../platform/http.ts'
import { problemBody, refusalOf } from '../platform/http.ts'

export const lineType = 'application/x-ndjson'

export class Lines {
  readonly #reply: HttpReply
  readonly #wanted: boolean
  #stream: PassThrough | undefined

  constructor(reply: HttpReply, wanted: boolean) {
    this.#reply = reply
    this.#wanted = wanted
  }

  get begun(): boolean {
    return this.#stream !== undefined
  }

  /** Tells a step to whoever asked for lines, and nothing to anybody else. Call it only after the caller may know that there is something. */
  say(line: { step: string; characters?: number }): void {
    if (!this.#wanted) return
    if (this.#stream === undefined) {
      this.#stream = new PassThrough()
      this.#reply.status(200).type(lineType).header('X-Accel-Buffering', 'no').send(this.#stream)
    }
    this.#stream.write(`${JSON.stringify(line)}\n`)
  }

  /** The answer as the contract's schema writes it. */
  end(answer: unknown): HttpReply {
    const text = String(this.#reply.serialize(answer))
    this.#stream?.end(`{"step":"done","answer":${text}}\n`)
    return this.#reply
  }

  fail(cause: unknown): HttpReply {
    this.#stream?.end(`${JSON.stringify({ step: 'failed', problem: problemBody(this.#reply.request.id, refusalOf(cause)) })}\n`)
    return this.#reply
  }
}
