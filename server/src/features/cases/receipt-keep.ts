import type { OpaqueSecrets, Passwords } from '../../security/vault/index.ts'
import type { CaseKeep } from './case-keep.ts'

/** What an anonymous case takes beyond a case: what finds and judges its receipt. */
export type ReceiptKeep = CaseKeep & { readonly secrets: OpaqueSecrets; readonly passwords: Passwords }
