// No identity, no entry: every route of the server is an endpoint of the contract, and passes here.
import type { IncomingHttpHeaders } from 'node:http'
import { type Endpoint, type Input, pathsOf, type Reply } from '@wardkeep/contract'
import { type Purpose, purposes } from '@wardkeep/contract/audit.ts'
import { Exactly } from '@wardkeep/contract/shapes.ts'
import { callerAddress } from '../platform/caller-address.ts'
import type { Clock } from '../platform/clock.ts'
import { formType, type Http, type HttpReply, type HttpRequest } from '../platform/http.ts'
import { Refusal, refuse } from '../platform/refusal.ts'
import type { SessionUse } from './activity.ts'
import { mustActFromInside } from './admin-networks.ts'
import { askedOf, mustBeProven } from './assurance.ts'
import type { Database } from './database.ts'
import { classOf, type Floods } from './gate/floods.ts'
import { refuseForgery } from './gate/forgery.ts'
import { type Credential, cookieName, deviceCookieName, type Identities } from './identities.ts'
import { inputOf } from './input.ts'
import { Lines, lineType } from './lines.ts'
import { lockOf, mustBeAwake } from './lock.ts'
import { type Actor, type Beginning, nobody, Operation } from './operation.ts'
import { inOurWords } from './physician.ts'
import type { Whereabouts } from './places.ts'
import { hasPermission, isInScope, isOnBehalf, relationsFor } from './policy.ts'
import { mustStatePurpose } from './purpose.ts'
import type { OpaqueSecrets } from './vault/index.ts'

/** Writes down, once, that a session speaks from where it never did, and what follows from it. */
export type Noticing = (op: Operation, at: Whereabouts) => Promise<void>

export type Guard = {
  clock: Clock
  identities: Identities
  secrets: OpaqueSecrets
  database: Database
  ownOrigin: string
  floods: Floods
  noticeMove: Noticing
  profile: 'demo' | 'production'
}
export type Door = { http: Http; guard: Guard }
export type Act<E extends Endpoint> = (
  op: Operation,
  input: Input<E>,
  reply: HttpReply,
  request: HttpRequest,
  lines: Lines,
) => Promise<Reply<E>>

const operations = new WeakMap<HttpRequest, Operation>()
const served = new WeakMap<Http, Set<Endpoint>>()
/** What `serve` puts before each of its routes: a route that lacks one is open, whatever it calls itself. */
const guards = new WeakSet<object>()

/** Refuses to start a server that has a route outside the contract, or one without its guard. Call before any route is added. */
export function closeByDefault(http: Http): void {
  const endpoints = new Set<Endpoint>()
  served.set(http, endpoints)
  http.addHook('onRoute', (route) => {
    const { config } = route
    const endpoint = config !== undefined && 'endpoint' in config ? config.endpoint : undefined
    if (route.method === 'OPTIONS') return
    const declared = [...endpoints].find((one) => one === endpoint)
    const methods: unknown[] = declared?.method === 'GET' ? ['GET', 'HEAD'] : [declared?.method]
    const { constraints = {} } = route
    const stranger = 'stranger' in constraints ? constraints.stranger : undefined
    const placed =
      declared !== undefined && placesOf(declared).some((place) => place.url === route.url && place.constraints?.stranger === stranger)
    if (!placed || !methods.includes(route.method))
      throw new Error(`${String(route.method)} ${route.url} is not an endpoint of the contract, so the server does not start`)
    if (![route.onRequest].flat().some((hook) => hook !== undefined && guards.has(hook)))
      throw new Error(`${String(route.method)} ${route.url} is not guarded, so the server does not start`)
  })
}

/** Refuses to start a server that lacks an endpoint of the contract. */
export function mustServeAll(http: Http, endpoints: Iterable<Endpoint>): void {
  const declared = served.get(http)
  for (const endpoint of endpoints) {
    if (!declared?.has(endpoint))
      throw new Error(`${endpoint.method} ${endpoint.path} of the contract is not served, so the server does not start`)
  }
}

/** Serves one endpoint of the contract, on all its paths, with the contract's own schemas, access, assurance and event. */
export function serve<E extends Endpoint>({ http, guard }: Door, endpoint: E, act: Act<E>): void {
  mustDeclare(endpoint)
  served.get(http)?.add(endpoint)
  const entering = async (request: HttpRequest) => {
    operations.set(request, await enter(guard, endpoint, request))
  }
  guards.add(entering)
  for (const place of placesOf(endpoint)) {
    http.route({
      method: endpoint.method,
      ...place,
      config: { endpoint, form: endpoint.form === true },
      schema: {
        ...(endpoint.params && { params: endpoint.params }),
        querystring: endpoint.query ?? nothing,
        ...(endpoint.body && { body: endpoint.body }),
        response: { [endpoint.status]: endpoint.reply },
      },
      onRequest: entering,
      preValidation: async (request) => {
        if (endpoint.body === undefined) mustBeBare(request)
        if (endpoint.form) mustBeForm(request)
        request.body = inOurWords(endpoint.body, request.body)
        request.query = inOurWords(endpoint.query, request.query)
      },
      handler: async (request, reply) => {
        const op = operations.get(request) ?? refuse('UNAUTHENTICATED')
        const lines = new Lines(reply, endpoint.streams === true && request.headers.accept === lineType)
        try {
          const answer = await act(op, inputOf(endpoint, request), reply, request, lines).finally(() => {
            // In braces: a reply can be waited for, and never settles before it is sent.
            if (!lines.begun) reply.headers(op.allowance.headers())
          })
          if (endpoint.audit !== 'none' && !op.trace.written) throw new Error(`${endpoint.audit} left no event`)
          op.use?.happened()
          if (lines.begun) return lines.end(answer)
          const version = versionIn(answer)
          if (version !== undefined) reply.header('ETag', `"${version}"`)
          if (endpoint.mediaType) reply.type(`${endpoint.mediaType}; charset=utf-8`)
          return reply.status(endpoint.status).send(endpoint.status === 204 || endpoint.status === 303 ? undefined : answer)
        } catch (cause) {
          if (!(cause instanceof Refusal && cause.status === 401)) op.use?.happened()
          if (lines.begun) return lines.fail(await recordFailure(guard, op, cause).catch((failed: unknown) => failed))
          return recordFailure(guard, op, cause)
        }
      },
      errorHandler: async (cause, request) => {
        // Refused by the schema, before the act: the event of a caller we know is still owed.
        const op = operations.get(request)
        if (op !== undefined && op.actor.via !== 'none' && !op.trace.written) return recordFailure(guard, op, cause)
        throw cause
      },
    })
  }
}

type RoutePlace = { url: string; constraints?: { stranger: 'yes' } }

/** The paths of an endpoint, and the one that it shares with another, where whoever shows no credential comes to it. */
function placesOf(endpoint: Endpoint): RoutePlace[] {
  const places: RoutePlace[] = pathsOf(endpoint).map((url) => ({ url }))
  if (endpoint.strangersAt !== undefined) places.push({ url: endpoint.strangersAt, constraints: { stranger: 'yes' } })
  return places
}

const nothing = Exactly({})

/** What takes no body is sent none, or an object that says nothing: whatever stood in it would be believed elsewhere and ignored here. */
function mustBeBare({ headers, body }: HttpRequest): void {
  const sent = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (!sent || (body !== null && typeof body === 'object' && Object.keys(body).length === 0)) return
  refuse('BAD_REQUEST', { errors: [{ field: 'body', reason: 'is not taken here' }] })
}

/** What is declared as a form is taken in no other. */
function mustBeForm({ headers }: HttpRequest): void {
  if (!headers['content-type']?.startsWith(formType)) refuse('UNSUPPORTED_MEDIA_TYPE')
}

/** The types require access and audit; a caller without types is refused here, at start. */
function mustDeclare(endpoint: Partial<Endpoint>): void {
  for (const field of ['access', 'audit', 'assurance', 'refusals', 'reply'] as const) {
    if (endpoint[field] === undefined)
      throw new Error(`${endpoint.method} ${endpoint.path} declares no ${field}, so the server does not start`)
  }
}

/** Who → forgery → assurance → permission, in this order, before a byte of the body is read. */
async function enter(guard: Guard, endpoint: Endpoint, request: HttpRequest): Promise<Operation> {
  const now = guard.clock.now()
  const flood = classOf(endpoint)
  const address = callerAddress(request)
  if (flood) guard.floods.pass(flood, address, now)
  const origin = { address, userAgent: request.headers['user-agent'] ?? '', device: request.cookies[deviceCookieName] }
  const beginning = {
    requestId: request.id,
    now,
    origin,
    action: endpoint.audit,
    purpose: purposeOf(request),
    retryKey: endpoint.retryable ? retryKeyOf(request) : undefined,
    // The request itself counts as destroyed once its body was read; its connection does not.
    gone: () => request.raw.socket.destroyed,
  }
  if (endpoint.access === 'public') return new Operation({ ...beginning, actor: nobody })

  const { access } = endpoint
  if (endpoint.strangersIn === guard.profile && isStranger(request.headers)) {
    guard.floods.pass('door', address, now)
    return new Operation({ ...beginning, actor: nobody })
  }
  const recognised = (await recognise(guard, request, now)) ?? refuseUnknown(guard, request, now)
  const actor = await whereItIs(guard, recognised, beginning)
  const { lastUse, use } = useOf(guard, actor, request, now)
  const admit = (who: Actor, at: Date) => {
    const asked = askedOf(endpoint.assurance, who, idIn(request))
    // Before any proof is asked for that would open nothing here.
    mustActFromInside(who, asked, address)
    if (who.session) {
      const last = lastUse > who.session.seenAt ? lastUse : who.session.seenAt
      mustBeAwake(who, asked, { lastUse: last, at: guard.identities.places.of(who.session.id, origin) }, at)
    }
    mustBeProven(who, asked, at)
    if (!hasPermission(who.role, access)) refuse('FORBIDDEN')
    // What is not done on somebody's behalf, proving who one is included, is not done by a token that says so.
    if (who.actingFor && !relationsFor(who.role, access).some(isOnBehalf)) refuse('FORBIDDEN')
    if (who.key && !isInScope(who.key.scopes, access)) refuse('OVER_SCOPE')
    mustStatePurpose(who, endpoint.audit, beginning.purpose)
  }
  const op = new Operation({ ...beginning, actor, admit, use })
  op.trace.actedFor(actor.actingFor)
  aim(op, endpoint, request)
  try {
    if (actor.session?.cookie) refuseForgery(request, actor.session.id, guard.secrets, guard.ownOrigin)
    await admitted(guard, op, admit)
  } catch (cause) {
    await recordFailure(guard, op, cause)
  }
  return op
}

/** A session that speaks from somewhere new is told of before anything else is decided; the facts are then those after it. */
async function whereItIs(guard: Guard, actor: Actor, beginning: Omit<Beginning, 'actor' | 'action'>): Promise<Actor> {
  const { session } = actor
  if (session === undefined) return actor
  const at = guard.identities.places.of(session.id, beginning.origin)
  if (session.places.includes(at.network) && session.places.includes(at.browser)) return actor
  await guard.noticeMove(new Operation({ ...beginning, actor, action: 'none' }), at)
  return (await guard.identities.renewed(actor, beginning.now)) ?? refuse('UNAUTHENTICATED')
}

/** A request that declares itself background keeps no session awake, nor does one of a session that is locked: only a proof opens it. */
function useOf({ identities }: Guard, { session }: Actor, request: HttpRequest, now: Date): { lastUse: Date; use?: SessionUse } {
  if (session === undefined) return { lastUse: now }
  const lastUse = identities.activity.lastUse(session)
  const asleep = request.headers['x-background'] === '1' || lockOf(session, lastUse, now) !== undefined
  return asleep ? { lastUse } : { lastUse, use: identities.activity.use(session, now) }
}

/** Whoever tries credentials gets to try only so many; who has one that stands is not kept out by a neighbour who has not. */
function refuseUnknown(guard: Guard, request: HttpRequest, now: Date): never {
  guard.floods.pass('unrecognised', callerAddress(request), now)
  return refuse('UNAUTHENTICATED')
}

/** Remembered facts may only refuse after they were asked for anew: another process may have seen a step-up or a new role. */
async function admitted(guard: Guard, op: Operation, admit: (actor: Actor, now: Date) => void): Promise<void> {
  try {
    admit(op.actor, op.now)
  } catch {
    op.renew((await guard.identities.renewed(op.actor, op.now)) ?? refuse('UNAUTHENTICATED'))
  }
}

async function recognise(guard: Guard, request: HttpRequest, now: Date): Promise<Actor | undefined> {
  const credential = credentialOf(request)
  return credential && guard.identities.of(credential, now)
}

/** The Authorization header alone speaks for API callers (RFC 6750 §2.1, scheme case-insensitive); a token in a query or body is never looked at. */
function credentialOf(request: HttpRequest): Credential | undefined {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const [, token] = /^bearer +([^\s]+)$/i.exec(authorization) ?? []
    return token === undefined ? undefined : { bearer: token }
  }
  const value = request.cookies[cookieName]
  return value === undefined ? undefined : { cookie: value }
}

/** Whether a request shows nothing that could be anybody’s. */
export function isStranger({ authorization, cookie = '' }: IncomingHttpHeaders): boolean {
  return authorization === undefined && !cookie.includes(`${cookieName}=`)
}

function purposeOf(request: HttpRequest): Purpose | undefined {
  const given = request.headers['x-purpose-of-use']
  if (given === undefined) return undefined
  return (
    purposes.find((code) => code === given) ??
    refuse('BAD_REQUEST', { errors: [{ field: 'X-Purpose-Of-Use', reason: 'is not a code of HL7 PurposeOfUse' }] })
  )
}

/** 1 to 255 printable ASCII characters, with or without the quotes of a structured string (draft-ietf-httpapi-idempotency-key-header). */
function retryKeyOf(request: HttpRequest): string | undefined {
  const given = request.headers['idempotency-key']
  if (given === undefined) return undefined
  const [, quoted, plain] = (typeof given === 'string' && /^(?:"([!#-~]{1,255})"|([!#-~]{1,255}))$/.exec(given)) || []
  return (
    quoted ??
    plain ??
    refuse('BAD_REQUEST', { errors: [{ field: 'Idempotency-Key', reason: 'is not 1 to 255 printable ASCII characters without spaces' }] })
  )
}

/** What the request was aimed at, so that a denial names it although nothing was found. */
function aim(op: Operation, endpoint: Endpoint, request: HttpRequest): void {
  const id = idIn(request)
  const noun = endpoint.path.split('/')[1]?.replace(/s$/, '')
  if (typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id) && noun) op.trace.resource = { type: noun, id: id.toLowerCase() }
}

function idIn({ params }: HttpRequest): unknown {
  return params !== null && typeof params === 'object' && 'id' in params ? params.id : undefined
}

/** Denials and failures are committed on their own, before the refusal is told; if that fails, the answer is 503. */
async function recordFailure(guard: Guard, op: Operation, cause: unknown): Promise<never> {
  if (op.action !== 'none' && !op.trace.written && op.actor.via !== 'none') {
    await guard.database.record(op, refusalFor(cause))
  }
  throw cause
}

function refusalFor(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause
  return new Refusal(
    cause instanceof Error && 'statusCode' in cause && typeof cause.statusCode === 'number' && cause.statusCode < 500
      ? 'BAD_REQUEST'
      : 'INTERNAL',
  )
}

function versionIn(answer: unknown): number | undefined {
  return answer !== null && typeof answer === 'object' && 'version' in answer && typeof answer.version === 'number'
    ? answer.version
    : undefined
}
