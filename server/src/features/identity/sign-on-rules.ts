import type { Api, Input } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import type { Certificate } from '../../security/vault/index.ts'

export type Wanted = Input<Api['addSignOnProvider']>['body']

/** Refuses SIGN_ON_PROVIDER_REFUSED with the field at fault. `domains`: as they are compared; undefined for what is none. */
export function mustBeUsable(
  { signOnUrl, logoutUrl }: Wanted,
  found: { certificates: readonly (Certificate | undefined)[]; domains: readonly (string | undefined)[]; publicUrl: string; now: Date },
): { certificates: Certificate[]; domains: string[] } {
  if (!isPrivate(signOnUrl, found.publicUrl)) refuseField('signOnUrl', 'is not an https address')
  if (logoutUrl !== undefined && !isPrivate(logoutUrl, found.publicUrl)) refuseField('logoutUrl', 'is not an https address')
  const certificates = found.certificates.map(
    (read) => read ?? refuseField('certificates', 'is not a certificate in PEM with an RSA key of 2048 bits or more'),
  )
  if (certificates.some(({ until }) => until <= found.now)) refuseField('certificates', 'has expired')
  const domains = found.domains.map((domain) => domain ?? refuseField('domains', 'is not a domain'))
  if (new Set(domains).size < domains.length) refuseField('domains', 'is named twice')
  return { certificates, domains }
}

/** By https, but for a demo on one's own machine, which has none itself. */
function isPrivate(address: string, publicUrl: string): boolean {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return false
  const own = publicUrl.startsWith('http:') && ['localhost', '127.0.0.1'].includes(url.hostname)
  return url.protocol === 'https:' || (own && url.protocol === 'http:')
}

function refuseField(field: string, reason: string): never {
  return refuse('SIGN_ON_PROVIDER_REFUSED', { errors: [{ field, reason }] })
}

/**
 * What a provider's word proves: one factor, or two where an administrator said that what it calls the sign-in counts so, and the organisation asks for no
 * passkey, which no other's word can stand for. [F14][V6.8.4]
 */
export function levelOf(said: { second_factor: boolean }, kind: string): 1 | 2 {
  return said.second_factor && kind === 'any' ? 2 : 1
}
