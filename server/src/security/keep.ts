import type { Database } from './database.ts'
import type { Vault } from './vault/index.ts'

/** What every action is handed: the database that records, and the vault that seals. */
export type Keep = { readonly db: Database; readonly vault: Vault }
