// A clinic of the tests with as many rows in it as are asked for, and everybody who asks.
import { keyScopes } from '@wardkeep/contract/api-keys.ts'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { openClinic } from './clinic.ts'
import { fillMillion } from './million.ts'
import { cast, max } from './people.ts'
import { callersOf } from './worst-callers.ts'
import type { Asking } from './worst-query.ts'

export async function openMillion(size: { rows: number; doctors: number }, told?: (line: string) => void): Promise<Omit<Asking, 'runs'>> {
  const clinic = await openClinic()
  const superuser = new pg.Client({ ...inject('ground').superuser, database: clinic.databaseName })
  superuser.on('error', () => undefined)
  await superuser.connect()
  onTestFinished(() => superuser.end())
  const { key } = await (await clinic.as(max)).makeApiKey({ body: { service: { name: 'Vendor' }, scopes: [...keyScopes] } })
  const [service] = await clinic.sql(`select id from users where role = 'service'`)
  const who = (person: string) => clinic.who(cast.find((one) => one.key === person) ?? max)
  const { url, keep, connections } = clinic
  const leaning = await fillMillion({ superuser, keep, who, serviceUser: String(service?.id), now: clinic.clock.now() }, size, told)
  return { url, superuser, keep, connections, leaning, callers: callersOf((person) => clinic.token(person), key) }
}
