import { domainToASCII } from 'node:url'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { Named } from '../../security/saml/index.ts'
import { frame, type Place, type Sealed, type Vault } from '../../security/vault/index.ts'
import { type AccountKey, keyOf } from './profile.ts'
import { normaliseEmail } from './sign-in-names.ts'

/** What a provider's one envelope holds: altered or moved, it opens nowhere. */
export const ProviderSettings = Type.Object({
  name: Type.String(),
  entityId: Type.String(),
  signOnUrl: Type.String(),
  logoutUrl: Type.Optional(Type.String()),
  certificates: Type.Array(Type.String()),
  domains: Type.Array(Type.String()),
  secondFactorContexts: Type.Array(Type.String()),
})
export type ProviderSettings = Type.Static<typeof ProviderSettings>

export type Provider = { tenantId: string; id: string; settings: ProviderSettings; proofSeconds: number; active: boolean; version: number }

export function sealProvider(keep: Keep, provider: { tenantId: string; id: string }, settings: ProviderSettings): Promise<Sealed> {
  return keep.vault.seal({ kind: 'tenant' }, settingsPlace(provider), settings)
}

export async function openProvider(keep: Keep, provider: { tenantId: string; id: string }, sealed: Sealed): Promise<ProviderSettings> {
  return Value.Parse(ProviderSettings, await keep.vault.open(settingsPlace(provider), sealed))
}

const Name = Type.Object({ name: Type.String() })

/** Whom the provider named, for its owner's eyes; under the same key as the account. */
export function sealName(
  keep: Keep,
  account: AccountKey,
  table: 'sign_on_links' | 'sign_on_answers',
  id: string,
  name: string,
): Promise<Sealed> {
  return keep.vault.seal(keyOf(account), namePlace(account.tenantId, table, id), { name })
}

export async function openName(
  keep: Keep,
  { tenantId, table, id }: { tenantId: string; table: 'sign_on_links' | 'sign_on_answers'; id: string },
  sealed: Sealed,
): Promise<string> {
  return Value.Parse(Name, await keep.vault.open(namePlace(tenantId, table, id), sealed)).name
}

/** The same name of another provider is another one: the provider is a part of what is hashed. [V6.8.1] */
export function nameHashOf(vault: Vault, { tenantId, id }: { tenantId: string; id: string }, name: Named): Promise<Buffer> {
  const whole = frame('sign-on-name/1', id, name.format, name.qualifier, name.ourQualifier, name.value).toString('base64')
  return vault.blindIndex({ tenantId }, 'sign-on-name', whole)
}

export function messageHashOf(vault: Vault, { tenantId, id }: { tenantId: string; id: string }, message: string): Promise<Buffer> {
  return vault.blindIndex({ tenantId }, 'sign-on-message', frame('sign-on-message/1', id, message).toString('base64'))
}

export function indexHashOf(vault: Vault, { tenantId, id }: { tenantId: string; id: string }, index: string): Promise<Buffer> {
  return vault.blindIndex({ tenantId }, 'sign-on-index', frame('sign-on-index/1', id, index).toString('base64'))
}

export function domainHashOf(vault: Vault, domain: string): Promise<Buffer> {
  return vault.blindIndex('installation', 'sign-on-domain', domain)
}

/** A domain as it is compared: small letters, in ASCII (RFC 5891). Undefined for what is none. */
export function normaliseDomain(domain: string): string | undefined {
  const ascii = domainToASCII(domain.normalize('NFKC').trim().toLowerCase())
  return ascii === '' ? undefined : ascii
}

export function domainOf(email: string): string | undefined {
  return normaliseEmail(email)?.split('@').at(-1)
}

function settingsPlace({ tenantId, id }: { tenantId: string; id: string }): Place {
  return { tenantId, table: 'sign_on_providers', column: 'settings', rowId: id }
}

function namePlace(tenantId: string, table: string, rowId: string): Place {
  return { tenantId, table, column: 'name', rowId }
}
