// The door: limits, one validator, one refusal handler (RFC 9457). It knows no clinic word.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import { type RefusalCode, refusals } from '@wardkeep/contract/refusals.ts'
import { longestAddress } from '@wardkeep/contract/shapes.ts'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { build } from 'fast-json-stringify'
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { mustHaveOneReading } from './framing.ts'
import { newRequestId } from './ids.ts'
import { namesTwice } from './json-body.ts'
import type { Log } from './log.ts'
import { beat } from './pace.ts'
import { type FieldProblem, Refusal } from './refusal.ts'

/** Bytes, counts and milliseconds; the operator's page on limits is checked against these. */
export const httpLimits = {
  body: 1024 * 1024,
  form: 192 * 1024,
  headers: 16 * 1024,
  address: longestAddress,
  requestMs: 30_000,
  slowMs: 1000,
  problems: 20,
} as const

/** What pages of other sites make browsers send. */
export const formType = 'application/x-www-form-urlencoded'

export type HttpOptions = {
  /** Whether a request shows no credential at all: it may be answered by a route of its own on the same address. */
  isStranger?: (headers: IncomingHttpHeaders) => boolean
  log: Log
  corsOrigins: readonly string[]
  trustedProxies: readonly string[]
  first: (http: FastifyInstance) => void
}

export async function openHttp({
  log,
  corsOrigins,
  trustedProxies,
  first,
  isStranger = () => false,
}: HttpOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: httpLimits.body,
    requestTimeout: httpLimits.requestMs,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200, constraints: { stranger: byCredential(isStranger) } },
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: newRequestId,
    requestIdHeader: false,
    logger: false,
    http: { maxHeaderSize: httpLimits.headers },
    frameworkErrors: (error, _request, reply) => sendProblem(reply, refusalOf(error)),
    clientErrorHandler: answerBrokenHttp,
  })
  endUnusedSockets(app)
  first(app) // before every plugin, so that what a plugin answers by itself carries it as well
  app.addHook('onRequest', async (request) => {
    mustHaveOneReading(request.raw)
    if (request.url.length > httpLimits.address) throw new Refusal('ADDRESS_TOO_LONG')
  })
  takeJsonAlone(app)
  takeFormsWhereDeclared(app)
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? strict : coercing).compile(schema))
  app.setSerializerCompiler(({ schema }) => writerOf(schema))
  app.setSchemaErrorFormatter((errors, part) => new Refusal('BAD_REQUEST', { errors: fieldProblems(errors, part) }))
  app.setErrorHandler(async (cause, request, reply) => {
    const refusal = refusalOf(cause)
    if (refusal.code === 'NOT_FOUND') await beat()
    if (refusal.status >= 500)
      log.error({ requestId: request.id, route: request.routeOptions.url, err: cause, cause: refusal.cause }, 'failed')
    return sendProblem(reply, refusal)
  })
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    if (line.ms > httpLimits.slowMs) log.warn(line, 'slow request')
    else log.info(line, 'request')
  })
  await app.register(cookie)
  await app.register(cors, {
    origin: [...corsOrigins],
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['X-Request-Id', 'ETag', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
    maxAge: 600,
  })
  return app
}

/** JSON is the one form of a body. What pages of other sites can send without asking (text, forms) is none. */
function takeJsonAlone(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    parse(request, String(text), (cause, value) => {
      if (cause === null && namesTwice(String(text), value)) return done(new Refusal('BAD_REQUEST', { errors: [namedTwice] }))
      return done(cause, value)
    })
  })
}

/** A form comes from pages of other sites, so it is taken by routes alone that declare it: each name once. */
function takeFormsWhereDeclared(app: FastifyInstance): void {
  app.addContentTypeParser(formType, { parseAs: 'string', bodyLimit: httpLimits.form }, (request, text, done) => {
    const { config } = request.routeOptions
    if (!('form' in config) || config.form !== true) return done(new Refusal('UNSUPPORTED_MEDIA_TYPE'))
    const fields = new URLSearchParams(String(text))
    if (new Set(fields.keys()).size < fields.size) return done(new Refusal('BAD_REQUEST', { errors: [namedTwice] }))
    return done(null, Object.fromEntries(fields))
  })
}

const namedTwice: FieldProblem = { field: 'body', reason: 'names something twice' }

/** The router’s own way to tell two routes of one address apart. */
function byCredential(isStranger: (headers: IncomingHttpHeaders) => boolean) {
  return {
    name: 'stranger',
    storage: <Route>() => {
      const routes = new Map<string, Route>()
      return { get: (key: string) => routes.get(key) ?? null, set: (key: string, route: Route) => void routes.set(key, route) }
    },
    deriveConstraint: ({ headers }: IncomingMessage) => (isStranger(headers) ? 'yes' : 'no'),
    validate: () => {},
  }
}

const ajvOptions = { allErrors: true, strict: false, removeAdditional: false, useDefaults: false } as const
const strict = formats.default(new Ajv({ ...ajvOptions, coerceTypes: false }))
const coercing = formats.default(new Ajv({ ...ajvOptions, coerceTypes: true }))

/** Each schema is made into code once, as the validators do by themselves: a GET is two routes, and a process may open more than one door. */
const writers = new WeakMap<object, (value: unknown) => string>()

function writerOf(schema: object): (value: unknown) => string {
  const known = writers.get(schema)
  if (known !== undefined) return known
  const made: (value: unknown) => string = build(schema)
  writers.set(schema, made)
  return made
}

type ValidationError = { instancePath: string; keyword: string; params: Record<string, unknown>; message?: string }

/** Which field and why; the refused value is never repeated. */
function fieldProblems(errors: readonly ValidationError[], part: string): FieldProblem[] {
  return errors.slice(0, httpLimits.problems).map((error) => {
    const path = error.instancePath.split('/').slice(1)
    const extra = error.params.missingProperty ?? error.params.additionalProperty
    if (typeof extra === 'string') path.push(extra.slice(0, 60))
    const reason =
      error.keyword === 'additionalProperties'
        ? 'is not known here'
        : error.keyword === 'pattern'
          ? 'has a form or characters that are not allowed'
          : (error.message ?? 'is not valid')
    return { field: path.join('.') || part, reason }
  })
}

const ofFastify: Record<string, RefusalCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BAD_REQUEST',
  FST_ERR_CTP_INVALID_JSON_BODY: 'BAD_REQUEST',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BAD_REQUEST',
  FST_ERR_BAD_URL: 'BAD_REQUEST',
  FST_ERR_MAX_PARAM_LENGTH: 'NOT_FOUND',
}

/** What a failure is told as: a refusal as it is, everything else without its reason. */
export function refusalOf(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause
  if (isFastifyError(cause)) {
    const code = ofFastify[cause.code] ?? (cause.statusCode === 400 ? 'BAD_REQUEST' : undefined)
    if (code === 'BAD_REQUEST') return new Refusal(code, { errors: [{ field: 'body', reason: 'is not valid JSON' }] })
    if (code) return new Refusal(code)
  }
  const bug = new Refusal('INTERNAL')
  bug.cause = cause
  return bug
}

function isFastifyError(cause: unknown): cause is FastifyError {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && 'statusCode' in cause
}

/** The body of a problem, wherever it is told. */
export function problemBody(requestId: string, refusal: Refusal) {
  const { status, title } = refusals[refusal.code]
  return { type: 'about:blank', title, status, code: refusal.code, detail: refusal.more.detail, requestId, errors: refusal.more.errors }
}

/** RFC 9457 problem details: constant title, the code, the request's id, and the fields at fault. */
export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const body = problemBody(reply.request.id, refusal)
  return reply
    .status(body.status)
    .headers({ ...(refusal.code === 'UNAUTHENTICATED' && { 'WWW-Authenticate': 'Bearer' }), ...refusal.more.headers })
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .serializer(String)
    .send(JSON.stringify(body))
}

/** Node counts a socket on which nothing was ever asked as busy: browsers open such, and a server that stops would wait for them. */
function endUnusedSockets(app: FastifyInstance): void {
  const sockets = new Set<Socket>()
  let closing = false
  app.server.on('connection', (socket: Socket) => {
    if (closing) socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  app.addHook('preClose', async () => {
    closing = true
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  })
}

/** Bytes that are not HTTP never become a request: the answer is as short and as closed as the others. */
function answerBrokenHttp(error: Error & { code?: string }, socket: { writable: boolean; end(text: string): void; destroy(): void }): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const code: RefusalCode = error.code === 'HPE_HEADER_OVERFLOW' ? 'HEADERS_TOO_LARGE' : 'BAD_REQUEST'
  const { status, title } = refusals[code]
  const body = JSON.stringify({ type: 'about:blank', title, status, code, requestId: newRequestId() })
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store, no-cache, private\r\nConnection: close\r\n\r\n${body}`,
  )
}

export type { FastifyInstance as Http, FastifyReply as HttpReply, FastifyRequest as HttpRequest }
