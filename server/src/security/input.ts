import type { Endpoint, Input } from '@wardkeep/contract'
import type { HttpRequest } from '../platform/http.ts'
import { refuse } from '../platform/refusal.ts'

/** The validated input of a request. The one place where schema and type meet: Fastify has checked each part against the endpoint's own schema. */
export function inputOf<E extends Endpoint>(endpoint: E, request: HttpRequest): Input<E> {
  const version = endpoint.versioned ? versionAsked(request) : undefined
  return { params: request.params, query: request.query, body: request.body, version } as Input<E>
}

/** `If-Match: "7"` (RFC 9110 §13.1.1); a weak tag is read as the same version. */
function versionAsked(request: HttpRequest): number {
  const given = request.headers['if-match'] ?? refuse('VERSION_REQUIRED')
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(given) ?? []
  return version === undefined
    ? refuse('BAD_REQUEST', { errors: [{ field: 'If-Match', reason: 'is not one version tag' }] })
    : Number(version)
}
