// The only way out. A call goes to an origin that the operator wrote down, to an address that was looked at, and comes back small, in time and from there.
import { Agent, request } from 'undici'
import { answerOf } from './answer.ts'
import { EgressFailure, failureIn } from './failure.ts'
import { judgedLookup, mustBeReachable, type Resolve, systemResolve } from './resolving.ts'

export { EgressFailure, type EgressReason } from './failure.ts'

/** Origins such as `https://partner.example`, to the letter. `inside`: those that stand on this host or in the operator's own network. */
export type Allowed = { open: readonly string[]; inside: readonly string[] }

export type Outbound = {
  allow: Allowed
  /** Milliseconds for the whole of a call: name, connection, headers and body. */
  timeoutMs: number
  /** Bytes of an answer at most, counted as they arrive. */
  largestBytes: number
  /** The media types that a good answer may have; JSON where nothing is said. */
  mediaTypes?: readonly string[]
  /** Who is asked for addresses; the system where nothing is said. */
  resolve?: Resolve
}

/** Like the global `fetch`, and handed to libraries that take one. */
export type OutboundFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** Milliseconds for a connection, its TLS included. */
export const connectMs = 5000

/**
 * A way out with its own bounds. What it gives throws EgressFailure: before anything is sent for a place that is not allowed (`not-allowed`, `address`),
 * later for `redirect`, `timeout`, `too-large`, `media-type`, `encoding`, `cancelled`, `unreachable`; the body may still fail so while it is read.
 * Answers of 4xx and 5xx are answers. Nothing is logged here, nothing is tried twice, and no redirect is ever followed.
 */
export function outbound({
  allow,
  timeoutMs,
  largestBytes,
  mediaTypes = ['application/json'],
  resolve = systemResolve,
}: Outbound): OutboundFetch {
  const agents = { open: agentOf(resolve, false, timeoutMs), inside: agentOf(resolve, true, timeoutMs) }
  return async (input, init) => {
    const asked = requestOf(input, init)
    const url = new URL(asked.url)
    const where = allow.inside.includes(url.origin) ? 'inside' : 'open'
    if (!allow[where].includes(url.origin)) throw new EgressFailure('not-allowed')
    mustBeReachable(url.hostname, where === 'inside')

    const late = AbortSignal.timeout(timeoutMs)
    const failed = (cause: unknown) => failureIn(cause, asked.signal, late)
    try {
      const { statusCode, headers, body } = await request(url, {
        method: asked.method,
        headers: sentHeaders(asked.headers),
        body: asked.body === null ? null : new Uint8Array(await asked.arrayBuffer()),
        dispatcher: agents[where],
        signal: AbortSignal.any([asked.signal, late]),
      })
      // Otherwise a stream that breaks after it was let go would end the process.
      body.on('error', () => undefined)
      try {
        return answerOf({ status: statusCode, headers: receivedHeaders(headers), body }, { largestBytes, mediaTypes, failed })
      } catch (cause) {
        body.destroy()
        throw cause
      }
    } catch (cause) {
      throw failed(cause)
    }
  }
}

function agentOf(resolve: Resolve, mayBeInside: boolean, timeoutMs: number): Agent {
  return new Agent({
    connect: { lookup: judgedLookup(resolve, mayBeInside), timeout: Math.min(connectMs, timeoutMs) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connections: 16,
  })
}

/** Throws EgressFailure where it is no request at all, among them one to a URL with a name or a password in it. */
function requestOf(input: string | URL | Request, init: RequestInit | undefined): Request {
  try {
    return new Request(input, init)
  } catch {
    throw new EgressFailure('not-allowed')
  }
}

/** Bytes are asked for as they are: what unpacks itself has no size that could be held. */
function sentHeaders(given: Headers): Record<string, string> {
  const { host: _, connection: __, ...headers } = Object.fromEntries(given)
  return { ...headers, 'accept-encoding': 'identity' }
}

function receivedHeaders(given: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) for (const one of [value ?? []].flat()) headers.append(name, one)
  return headers
}
