import type { PartnerMapping } from '@wardkeep/contract/partners.ts'
import type { Static } from 'typebox'
import type { Allowed } from '../../platform/egress/index.ts'
import type { Keep } from '../../security/keep.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type Mapping = Static<typeof PartnerMapping>

export type Partner = {
  id: string
  name: string
  url: string
  mapping: Mapping
  credential: Sealed | undefined
  active: boolean
  version: number
}

/** `egress`: the origins that the operator allows. */
export type PartnerKeep = Keep & { readonly egress: Allowed }

export function credentialPlace(tenantId: string, rowId: string) {
  return { tenantId, table: 'partners', column: 'credential', rowId }
}
