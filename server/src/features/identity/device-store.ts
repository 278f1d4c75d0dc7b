import { type Statement, sql, type Transaction } from '../../platform/database.ts'

export type DeviceRow = { device_id: string; tenant_id: string; user_id: string }

/** A locator: the device that shows this secret, of everybody who is known on it, whoever was last there first. */
export function findDevice(hash: Buffer, now: Date): Statement<DeviceRow> {
  return sql<DeviceRow>(
    'identity.find-device',
    `select device_id, tenant_id, user_id from known_devices where device_hash = $1 and known_until > $2
     order by known_until desc, user_id limit 200`,
    [hash, now],
  )
}

/** The devices that somebody is known on. */
export function listDevices(tenantId: string, userId: string): Statement<{ device_id: string }> {
  return sql('identity.list-devices', 'select device_id from known_devices where tenant_id = $1 and user_id = $2', [tenantId, userId])
}

export type Remembered = { older: Buffer | null; hash: Buffer; deviceId: string; tenantId: string; userId: string; now: Date; until: Date }

/** From now on the device shows another secret, for all who are known on it, and one more is known on it. */
export async function rememberDevice(tx: Transaction, device: Remembered): Promise<void> {
  await tx.runAll([
    sql('identity.renew-device', 'update known_devices set device_hash = $2 where device_hash = $1 and known_until > $3', [
      device.older,
      device.hash,
      device.now,
    ]),
    sql(
      'identity.know-device',
      `insert into known_devices (device_id, tenant_id, user_id, device_hash, known_until) values ($1, $2, $3, $4, $5)
       on conflict (device_id, tenant_id, user_id) do update set device_hash = excluded.device_hash, known_until = excluded.known_until`,
      [device.deviceId, device.tenantId, device.userId, device.hash, device.until],
    ),
  ])
}

/** Nobody's devices are known any more that were this user's. */
export async function forgetDevices(tx: Transaction, tenantId: string, userId: string): Promise<void> {
  await tx.run(sql('identity.forget-devices', 'delete from known_devices where tenant_id = $1 and user_id = $2', [tenantId, userId]))
}
