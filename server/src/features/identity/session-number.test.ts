// Somebody has twenty sessions at once: another one ends the oldest, with its event. [V7.1.2]
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../../scripts/root.ts'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, type Person, paul, pia } from '../../../tests/people.ts'
import { mostSessions } from './grant-actions.ts'
import { browse, fromElsewhere, pairOf, post } from './identity.fixture.ts'
import { seat, standing } from './session.fixture.ts'

const alive = `select id, user_id from sessions where ended_at is null order by created_at, id`

test('[V7.1.2] the twentieth session of a user stands beside the others, the next ends the oldest with its event, of that user alone, as the page says', async () => {
  const clinic = await openClinic()
  const bystander = await seat(clinic, paul)
  const oldest = await seat(clinic, pia)
  const second = await seat(clinic, pia)
  for (let n = 2; n < mostSessions; n += 1) await pairOf(clinic, pia)
  expect(await clinic.sql(alive)).toHaveLength(mostSessions + 1)
  expect(await standing(clinic, oldest)).toBe('open')
  expect(await clinic.events('session.revoked')).toEqual([])

  await pairOf(clinic, pia)
  expect(await standing(clinic, oldest)).toBe('UNAUTHENTICATED')
  for (const other of [second, bystander]) expect(await standing(clinic, other)).toBe('open')
  const id = oldest.cookie.split('=')[1]?.split('.')[0]
  expect(await clinic.events('session.revoked')).toMatchObject([
    { resource_type: 'session', resource_id: id, tenant_id: clinic.who(pia).tenantId },
  ])

  // One that is over by time takes nobody's place.
  await clinic.sql(
    `update sessions set expires_at = created_at
    where ended_at is null and id in (select id from sessions where user_id = $1 and ended_at is null order by id desc limit 5)`,
    [clinic.who(pia).userId],
  )
  for (let n = 0; n < 5; n += 1) await browse(clinic, pia)
  expect(await standing(clinic, second)).toBe('open')

  const page = readFileSync(join(root, 'docs/operate/authentication.md'), 'utf8')
  expect(page).toContain(`Somebody has ${mostSessions} sessions at once: when another begins, the oldest ends, with its event.`)
})

test('[V7.1.2 part] of forty sign-ins at once, through two processes, the twenty that began last stand, and each that ended has its event', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const places = [clinic, { url: await clinic.another() }]
  // Opens the connections of each.
  await Promise.all(places.flatMap((place) => Array.from({ length: 10 }, () => enter(place, paul))))
  await Promise.all(places.flatMap((place) => Array.from({ length: 20 }, () => enter(place, pia))))
  const { userId } = clinic.who(pia)
  expect(await clinic.sql('select id from sessions where ended_at is null and user_id = $1', [userId])).toHaveLength(mostSessions)
  const ended = await clinic.sql('select id from sessions where ended_at is not null and user_id = $1', [userId])
  expect((await clinic.events('session.revoked')).map(({ resource_id }) => resource_id).sort()).toEqual(ended.map(({ id }) => id).sort())
})

test('[V7.1.2 part] of those who begin at the same moment each counts the others', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  for (let n = 0; n < mostSessions; n += 1) await enter(clinic, pia)
  const places = [clinic, ...(await Promise.all([1, 2, 3].map(() => clinic.another()))).map((url) => ({ url }))]
  await clinic.sql('begin')
  await clinic.sql('select id from users where id = $1 for update', [clinic.who(pia).userId])
  const entering = Promise.all(places.map((place) => enter(place, pia)))
  const waiting = async () =>
    (await clinic.sqlAsApp({}, `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length
  await expect.poll(waiting, { timeout: 15_000 }).toBe(places.length)
  await clinic.sql('commit')
  await entering
  expect(await clinic.sql('select id from sessions where ended_at is null')).toHaveLength(mostSessions)
})

async function enter(place: Pick<Clinic, 'url'>, { email }: Person): Promise<void> {
  expect((await post(place, '/api/auth/login', { login: email, password: castPassword }, fromElsewhere())).status).toBe(200)
}
