import type { Endpoint } from '@wardkeep/contract/endpoint.ts'
import { pathsOf } from '@wardkeep/contract/index.ts'
import { longestAddress } from '@wardkeep/contract/shapes.ts'
import type { CallOptions } from './call.ts'
import { addressTooLong } from './problem.ts'

/** Any endpoint's input, its types forgotten. */
export type Sent = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  version?: number
}

/**
 * Turns an endpoint and its input into a URL and the parts of a fetch that do not depend on who calls.
 * @throws {Problem} ADDRESS_TOO_LONG where no server would take the address.
 */
export function requestOf(endpoint: Endpoint, sent: Sent, options: CallOptions): { path: string; headers: Headers; body?: string } {
  const headers = new Headers({ accept: `${endpoint.mediaType ?? 'application/json'}, application/problem+json` })
  if (sent.version !== undefined) headers.set('if-match', `"${sent.version}"`)
  if (options.purpose) headers.set('x-purpose-of-use', options.purpose)
  if (options.idempotencyKey) headers.set('idempotency-key', options.idempotencyKey)
  if (options.background) headers.set('x-background', '1')
  const path =
    pathOf(endpoint, sent.params ?? {}) + searchOf({ ...sent.query, ...(options.cursor === undefined ? {} : { cursor: options.cursor }) })
  if (path.length > longestAddress) throw addressTooLong()
  if (!endpoint.body) return { path, headers }
  headers.set('content-type', 'application/json')
  return { path, headers, body: JSON.stringify(sent.body) }
}

/** A value never adds a segment: what is not a letter or digit is encoded, and dots alone are refused (a URL would walk up on them). */
function pathOf(endpoint: Endpoint, params: Record<string, unknown>): string {
  const [path = endpoint.path] = pathsOf(endpoint)
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = String(params[name] ?? '')
    if (/^\.*$/.test(value)) throw new TypeError(`${endpoint.method} ${endpoint.path} needs a value for ${name}`)
    return encodeURIComponent(value)
  })
}

function searchOf(query: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size === 0 ? '' : `?${search}`
}
