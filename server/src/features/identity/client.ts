import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { Origin } from '../../security/operation.ts'
import type { Place, Sealed } from '../../security/vault/index.ts'

const longestUserAgent = 512

const Client = Type.Object({ address: Type.String(), userAgent: Type.String() })
/** Where a session was begun, for its owner to recognise it. */
export type Client = Type.Static<typeof Client>

export function sealClient(keep: Keep, tenantId: string, sessionId: string, { address, userAgent }: Origin): Promise<Sealed> {
  return keep.vault.seal({ kind: 'tenant' }, place(tenantId, sessionId), { address, userAgent: userAgent.slice(0, longestUserAgent) })
}

/** Opens the clients of several sessions at once, in the order given. */
export async function openClients(keep: Keep, tenantId: string, rows: readonly { id: string; client: Sealed }[]): Promise<Client[]> {
  const opened = await keep.vault.openMany(rows.map(({ id, client }) => ({ place: place(tenantId, id), sealed: client })))
  return opened.map((value) => Value.Parse(Client, value))
}

function place(tenantId: string, sessionId: string): Place {
  return { tenantId, table: 'sessions', column: 'client', rowId: sessionId }
}
