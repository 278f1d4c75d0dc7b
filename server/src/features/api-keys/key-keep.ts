import type { Keep } from '../../security/keep.ts'
import type { OpaqueSecrets } from '../../security/vault/index.ts'

export type KeyKeep = Keep & { readonly secrets: OpaqueSecrets }
