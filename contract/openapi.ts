import { commonRefusals, type Endpoint, guardRefusals } from './endpoint.ts'
import { type RefusalCode, refusals } from './refusals.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1 of any set of endpoints: TypeBox shapes are JSON Schema already, so this only puts them in their places. */
export function printOpenApi(endpoints: Record<string, Endpoint>, pathsOf: (endpoint: Endpoint) => string[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const [main = '', ...aliases] = pathsOf(endpoint)
    const add = (path: string, operation: Json) => {
      const key = path.replaceAll(/:([a-zA-Z]+)/g, '{$1}')
      paths[key] = { ...paths[key], [endpoint.method.toLowerCase()]: { tags: [tagOf(main)], ...operation } }
    }
    add(main, operationOf(name, endpoint))
    aliases.forEach((path, place) => {
      add(path, { ...operationOf(`${name}Alias${place + 1}`, endpoint), 'x-alias-of': name })
    })
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Wardkeep', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { schemas: { Problem: problem }, securitySchemes },
  }
}

/** The noun an endpoint is about, by its path: `/api/patients/:id/history` → `patients`; what tells of the server itself → `server`. */
function tagOf(path: string): string {
  const [first = '', second = ''] = path.split('/').slice(1)
  if (first === '.well-known') return 'well-known'
  return first === 'api' && second !== 'about' ? second : 'server'
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An access token, or the API key of a service (wk_…)' },
  cookie: { type: 'apiKey', in: 'cookie', name: '__Host-wardkeep', description: 'With X-CSRF-Token on unsafe methods' },
}

const background = {
  name: 'X-Background',
  in: 'header',
  required: false,
  schema: { const: '1' },
  description: 'Nobody asked for this request, like a page that looks for news: it does not keep the session from locking',
}

const problem = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: Object.keys(refusals) },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', properties: { field: { type: 'string' }, reason: { type: 'string' } } } },
  },
}

const formType = 'application/x-www-form-urlencoded'

function operationOf(operationId: string, endpoint: Endpoint): Json {
  return {
    operationId,
    summary: endpoint.summary,
    'x-access': endpoint.access,
    'x-assurance': endpoint.assurance,
    'x-audit': endpoint.audit,
    ...(endpoint.access === 'public' ? {} : { security: [{ bearer: [] }, { cookie: [] }] }),
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...(endpoint.access === 'public' ? [] : [background]),
      ...(endpoint.versioned ? [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }] : []),
      ...(endpoint.retryable
        ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }]
        : []),
    ],
    ...(endpoint.body && {
      requestBody: { required: true, content: { [endpoint.form ? formType : 'application/json']: { schema: endpoint.body } } },
    }),
    responses: { [endpoint.status]: answer(endpoint), ...refusalsOf(endpoint) },
  }
}

function parametersOf(shape: Endpoint['params'], place: 'path' | 'query'): Json[] {
  const required: readonly string[] = shape?.required ?? []
  return Object.entries(shape?.properties ?? {}).map(([name, schema]) => ({ name, in: place, required: required.includes(name), schema }))
}

function answer(endpoint: Endpoint): Json {
  if (endpoint.status === 204 || endpoint.status === 303) return { description: endpoint.summary }
  return { description: endpoint.summary, content: { [endpoint.mediaType ?? 'application/json']: { schema: endpoint.reply } } }
}

function refusalsOf(endpoint: Endpoint): Json {
  const guard = endpoint.access === 'public' ? [] : guardRefusals
  const codes: readonly RefusalCode[] = [...endpoint.refusals, ...guard, ...commonRefusals]
  const byStatus = Map.groupBy(new Set(codes), (code) => refusals[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [
      status,
      {
        description: named.join(', '),
        'x-codes': named,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}
