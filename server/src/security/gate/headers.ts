import type { FastifyInstance, FastifyReply } from 'fastify'
import { newNonce } from '../vault/index.ts'

/** The eight headers of the security guide (B132-B139) but for the policy, which carries a nonce of its own in every answer. */
export const fixedHeaders = {
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'X-XSS-Protection': '1; mode=block',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'Permissions-Policy':
    'accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(self), screen-wake-lock=(), usb=(), xr-spatial-tracking=()',
  'Cache-Control': 'no-store, no-cache, private',
} as const

/** The strict policy: nothing inline but what carries this answer's nonce, nothing from elsewhere, no frame around us. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

const nonces = new WeakMap<object, string>()

/** Puts the headers on every answer, errors and files included. */
export function setHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const nonce = newNonce()
    nonces.set(reply, nonce)
    reply.headers({ ...fixedHeaders, 'Content-Security-Policy': contentSecurityPolicy(nonce), 'X-Request-Id': request.id })
  })
}

/** The nonce that this answer's policy allows. */
export function nonceOf(reply: FastifyReply): string {
  return nonces.get(reply) ?? ''
}
