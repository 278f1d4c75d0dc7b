import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'

export type RoomRow = { id: string; name: string; active: boolean; version: number }

const columns = 'id, name, active, version'

/** All of them, those in use first, by name. */
export function listRooms(): Statement<RoomRow> {
  return sql<RoomRow>('rooms.all', `select ${columns} from rooms where tenant_id = ctx_tenant() order by active desc, name, id limit 500`)
}

export function findRoom(id: string): Statement<RoomRow> {
  return sql<RoomRow>('rooms.find', `select ${columns} from rooms where tenant_id = ctx_tenant() and id = $1`, [id])
}

export function lockRoom(id: string): Statement<RoomRow> {
  return sql<RoomRow>('rooms.lock', `select ${columns} from rooms where tenant_id = ctx_tenant() and id = $1 for update`, [id])
}

/** No row where there is a room of this name. */
export function insertRoom(_permit: Permit, id: string, name: string, now: Date): Statement<RoomRow> {
  return sql<RoomRow>(
    'rooms.insert',
    `insert into rooms (tenant_id, id, name, made_at) values (ctx_tenant(), $1, $2, $3) on conflict do nothing returning ${columns}`,
    [id, name, now],
  )
}

/** No row where another room has this name. */
export function updateRoom(_permit: Permit, id: string, { name, active }: { name: string; active: boolean }): Statement<RoomRow> {
  return sql<RoomRow>(
    'rooms.update',
    `update rooms set name = $2, active = $3, version = version + 1 where tenant_id = ctx_tenant() and id = $1
       and not exists (select from rooms other where other.tenant_id = rooms.tenant_id and other.name = $2 and other.id <> $1)
     returning ${columns}`,
    [id, name, active],
  )
}
