// Cross-site request forgery: a cookie speaks only together with the session's token, and only for pages of our own origin (B59-B66, F91).
import type { FastifyRequest } from 'fastify'
import { refuse } from '../../platform/refusal.ts'
import type { OpaqueSecrets } from '../vault/index.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/** Refuses an unsafe cookie request without the session's token, or one that a browser says comes from another site. */
export function refuseForgery(request: FastifyRequest, sessionId: string, secrets: OpaqueSecrets, ownOrigin: string): void {
  if (safeMethods.includes(request.method)) return
  refuseOtherSites(request, ownOrigin, 'CSRF_REFUSED')
  const token = request.headers['x-csrf-token']
  if (typeof token !== 'string' || !secrets.csrfMatches(sessionId, token)) refuse('CSRF_REFUSED')
}

/** A browser names the origin of what it sends; one that is not ours may not set or use a cookie. Other callers send neither header. */
export function refuseOtherSites(request: FastifyRequest, ownOrigin: string, code: 'CSRF_REFUSED' | 'ORIGIN_REFUSED'): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') refuse(code)
  const { origin } = request.headers
  if (origin !== undefined && origin !== ownOrigin) refuse(code)
}
