// Database and key store belong together, and each to one profile: stamped at the first start, held against each other at every other.
import type { Connections } from '../platform/database.ts'
import { findRole, findStamp, insertStamp } from './store.ts'
import { EnvelopeError, INSTALLATION_TENANT, Sealed, type Vault } from './vault/index.ts'

export type Profile = 'demo' | 'production'

/** A start that cannot go on, told in one sentence. */
export class CannotStart extends Error {}

const place = (id: string) => ({ tenantId: INSTALLATION_TENANT, table: 'installation', column: 'key_check', rowId: id })

/** Whether the database was stamped by an earlier start; throws where this profile may not use it. */
export async function readStamp(connections: Connections, profile: Profile): Promise<{ id: string; keyCheck: Sealed } | undefined> {
  const [[stamp]] = await connections.batch([findStamp()])
  if (stamp === undefined) return undefined
  if (stamp.profile !== profile) {
    throw new CannotStart(
      `The database was made by the ${stamp.profile} profile; ${profile === 'demo' ? 'the demo refuses a database it did not make' : 'production refuses a database that the demo made'}.`,
    )
  }
  return { id: stamp.id, keyCheck: Sealed.fromDatabase(stamp.key_check) }
}

/** Proves that these keys open what this database holds, or stamps a new one. Answers whether it was new. */
export async function stamp(connections: Connections, vault: Vault, installationId: string, profile: Profile, now: Date): Promise<boolean> {
  const found = await readStamp(connections, profile)
  if (found !== undefined) {
    const opened = found.id === installationId && (await vault.open(place(found.id), found.keyCheck).catch(notOurs))
    if (opened !== 'wardkeep')
      throw new CannotStart(
        'The key store does not belong to this database: what it holds would stay closed. Put back the folder of keys it was made with.',
      )
    return false
  }
  const keyCheck = await vault.seal({ kind: 'installation' }, place(installationId), 'wardkeep')
  await connections.batch([insertStamp({ id: installationId, profile, keyCheck: keyCheck.bytes, now })])
  return true
}

/** The runtime role must be below row security: no superuser, no bypass, owner of nothing. */
export async function assertRuntimeRole(connections: Connections): Promise<void> {
  const [[role]] = await connections.batch([findRole()])
  if (role === undefined || role.privileged || role.owns > 0) {
    throw new CannotStart(
      `DATABASE_URL signs in as ${role?.name ?? 'an unknown role'}, which is above row security or owns tables; it must be wardkeep_app.`,
    )
  }
}

function notOurs(cause: unknown): undefined {
  if (cause instanceof EnvelopeError) return undefined
  throw cause
}
