// Every endpoint of the contract as one typed function; a reply that breaks the contract is refused here and never reaches a caller as if it were right.
import type { Purpose } from '@wardkeep/contract/audit.ts'
import type { Endpoint } from '@wardkeep/contract/endpoint.ts'
import { type Api, api, type EndpointName } from '@wardkeep/contract/index.ts'
import { Value } from 'typebox/value'
import type { Arguments, Caller, CallOptions, Client } from './call.ts'
import { lineType, readLines } from './lines.ts'
import { Problem, problemOf, unreachable, unreadable } from './problem.ts'
import { requestOf, type Sent } from './request.ts'

export type { Answer, Arguments, Caller, CallOptions, Client, Given, Progress } from './call.ts'
export { clientCodes, type FieldProblem, Problem, type ProblemCode } from './problem.ts'

/** A browser's session cookie with its CSRF token for unsafe methods, or a bearer token (access token or API key). Suppliers are asked on each call. */
export type Credentials =
  | { kind: 'cookie'; csrfToken: () => Promise<string | undefined> | string | undefined }
  | { kind: 'bearer'; token: () => Promise<string | undefined> | string | undefined }

export type ClientOptions = {
  /** Origin without a trailing slash, or '' for the page's own. */
  baseUrl: string
  credentials: Credentials
  fetch?: typeof fetch
  /** Milliseconds after which an unanswered call counts as UNREACHABLE. */
  patience?: number
  /** The purpose of a call that names none itself, as the endpoint asks for it; asked on each attempt. */
  purpose?: (endpoint: Endpoint) => Purpose | undefined
  /** Asked before a call fails, once for each code in the same call: `true` when the cause is out of the way and the call shall be sent again. */
  recover?: (problem: Problem) => Promise<boolean>
}

/**
 * `client.bookAppointment({ body: {...} })`: input has only the keys the endpoint declares (`params`, `query`, `body`, `version`), the
 * promise is the contract's reply (null for 204).
 * @throws {Problem} for every refusal, broken answer and silence; an aborted call rejects with the signal's own reason.
 */
export function createClient(options: ClientOptions): Client {
  return clientOf(createCaller(options))
}

/** The same as one function, `call('bookAppointment', { body })`. */
export function createCaller(options: ClientOptions): Caller {
  return async <K extends EndpointName>(name: K, given?: Sent, more: CallOptions = {}) => {
    const endpoint: Api[K] = api[name]
    const { response, reply } = await sendUntilSettled(options, endpoint, given ?? {}, more)
    if (!Value.Check(endpoint.reply, reply)) throw unreadable(response)
    return reply
  }
}

/** The one cast: a loop cannot tell the compiler that each name got its own endpoint's function. The loop goes through all names, so it did. */
function clientOf(call: Caller): Client {
  const functions = Object.keys(api)
    .filter(isEndpointName)
    .map((name) => [name, bound(call, name)])
  return Object.fromEntries(functions) as Client
}

function bound<K extends EndpointName>(call: Caller, name: K) {
  return (...[given, options]: Arguments<K>) => call(name, given, options)
}

function isEndpointName(name: string): name is EndpointName {
  return Object.hasOwn(api, name)
}

type Answered = { response: Response; reply: unknown }

async function sendUntilSettled(options: ClientOptions, endpoint: Endpoint, sent: Sent, more: CallOptions): Promise<Answered> {
  const tried = new Set<string>()
  for (;;) {
    try {
      return await send(options, endpoint, sent, more)
    } catch (caught) {
      if (!(caught instanceof Problem) || !options.recover || tried.has(caught.code)) throw caught
      tried.add(caught.code)
      if (!(await options.recover(caught))) throw caught
    }
  }
}

async function send(options: ClientOptions, endpoint: Endpoint, sent: Sent, more: CallOptions): Promise<Answered> {
  const { path, headers, body } = requestOf(endpoint, sent, { ...more, purpose: more.purpose ?? options.purpose?.(endpoint) })
  await identify(headers, options.credentials, endpoint)
  if (more.progress && endpoint.streams) headers.set('accept', lineType)
  const { response, text } = await ask(options, more, path, {
    method: endpoint.method,
    headers,
    ...(body === undefined ? {} : { body }),
    credentials: options.credentials.kind === 'cookie' ? 'same-origin' : 'omit',
    cache: 'no-store',
    redirect: 'error',
  })
  if (!response.ok) throw problemOf(response, jsonOf(text))
  if (endpoint.mediaType) return { response, reply: text }
  return { response, reply: response.status === 204 || response.status === 303 ? null : jsonOf(text) }
}

async function identify(headers: Headers, credentials: Credentials, endpoint: Endpoint): Promise<void> {
  if (credentials.kind === 'bearer') {
    const token = await credentials.token()
    if (token) headers.set('authorization', `Bearer ${token}`)
  } else if (endpoint.method !== 'GET' && endpoint.access !== 'public') {
    const token = await credentials.csrfToken()
    if (token) headers.set('x-csrf-token', token)
  }
}

async function ask(
  options: ClientOptions,
  { signal, progress }: CallOptions,
  path: string,
  init: RequestInit,
): Promise<{ response: Response; text: string }> {
  const patience = AbortSignal.timeout(options.patience ?? 30_000)
  const speak = options.fetch ?? fetch
  try {
    const response = await speak(options.baseUrl + path, { ...init, signal: signal ? AbortSignal.any([signal, patience]) : patience })
    return { response, text: await readLines(response, progress) }
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    signal?.throwIfAborted()
    throw unreachable()
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
