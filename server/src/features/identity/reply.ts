import type { User as UserShape } from '@wardkeep/contract/identity.ts'
import type { Type } from 'typebox'
import type { AccessToken } from '../../security/vault/index.ts'
import type { FactorMethod } from './factor-rules.ts'

export type User = Type.Static<typeof UserShape>
export type BearerGrant = { accessToken: string; refreshToken: string; tokenType: 'Bearer'; expiresIn: number; user: User }
export type CookieGrant = { user: User; csrfToken: string }
export type Challenge = { secondFactor: { challenge: string; methods: FactorMethod[] } }

export function bearerGrant({ token, claims }: AccessToken, refreshToken: string, user: User): BearerGrant {
  return { accessToken: token, refreshToken, tokenType: 'Bearer', expiresIn: claims.exp - claims.iat, user }
}

/** The SimpleJWT wire form of a grant. */
export function simpleJwt(grant: BearerGrant): { access: string; refresh: string } {
  return { access: grant.accessToken, refresh: grant.refreshToken }
}
