// A session carries the facts of its user and organisation, so what changes there must reach every session, also one that is just beginning.
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drOtto, max, pia } from '../../../tests/people.ts'
import { bearer, pairOf, send } from './identity.fixture.ts'

test('[B20 part] a session that begins while its user is being closed is closed as well, and the next request is 401', async () => {
  const clinic = await openClinic()
  const { userId } = clinic.who(pia)
  await clinic.sql('begin')
  await clinic.sql('update users set active = false where id = $1', [userId])
  const signingIn = pairOf(clinic, pia)
  await expect.poll(() => waitingForLock(clinic), { timeout: 10_000 }).toBe(1)
  await clinic.sql('commit')
  const { accessToken } = await signingIn
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: bearer(accessToken) })).status).toBe(401)
  expect(await clinic.sql('select standing from sessions where user_id = $1', [userId])).toEqual([{ standing: false }])
})

test('[B20 part] an organisation that is suspended ends all its sessions at the next request, and only its own', async () => {
  const clinic = await openClinic()
  const [mine, other] = [await clinic.as(max), await clinic.as(drOtto)]
  await Promise.all([mine.me(), other.me()])
  await clinic.sql('update organisations set active = false where tenant_id = $1', [clinic.who(max).tenantId])
  await expect(mine.me()).rejects.toMatchObject({ status: 401 })
  await expect(other.me()).resolves.toMatchObject({ role: 'doctor' })
})

async function waitingForLock(clinic: Clinic): Promise<unknown> {
  const [row] = await clinic.sqlAsApp(
    {},
    `select count(*)::integer as sessions from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return row?.sessions
}
