import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drOtto, max, paul, pia, rita } from '../../../tests/people.ts'
import { newId } from '../../platform/ids.ts'
import { alike, bearer, browse, eventsOf, pairOf, send } from './identity.fixture.ts'
import { ask, prove, seat, standing } from './session.fixture.ts'

test('[A89 part][F22 part][V7.5.2] everybody sees their own sessions, which of them is this one and when each was last used, and ends one or all others', async () => {
  const clinic = await openClinic()
  const here = await seat(clinic, pia)
  clinic.clock.pass(120)
  const there = await seat(clinic, pia, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' })
  await seat(clinic, pia)
  await seat(clinic, paul)
  clinic.clock.pass(61)
  const listed = await ask(clinic, here, 'GET', '/api/auth/sessions')
  const items = Array.isArray(listed.body.items) ? listed.body.items : []
  expect(items).toHaveLength(3)
  expect(items.filter(({ current }) => current)).toHaveLength(1)
  for (const item of items) {
    expect(item).toMatchObject({ address: '127.0.0.1', userAgent: 'node', assurance: 1 })
    expect(Date.parse(item.lastSeenAt)).toBeGreaterThanOrEqual(Date.parse(item.createdAt))
  }
  const again = await ask(clinic, here, 'GET', '/api/auth/sessions')
  expect(again.body.items).toMatchObject([{}, {}, { current: true }])
  const mine = Array.isArray(again.body.items) ? again.body.items[2] : undefined
  expect(Date.parse(mine.lastSeenAt) - Date.parse(mine.createdAt)).toBeGreaterThan(170_000)

  const ended = await ask(clinic, here, 'DELETE', '/api/auth/sessions')
  expect(ended.status).toBe(204)
  const events = await eventsOf(clinic, ended.requestId)
  expect(events.map(({ action }) => action).sort()).toEqual(['session.others-ended', 'session.revoked', 'session.revoked'])
  expect(await standing(clinic, there)).toBe('UNAUTHENTICATED')
  expect(await standing(clinic, here)).toBe('open')
  expect((await ask(clinic, here, 'GET', '/api/auth/sessions')).body.items).toHaveLength(1)
})

test('[A89 part][V7.4.5 part] an administrator sees and ends the sessions of somebody of the organisation, one or all, with an event for each', async () => {
  const clinic = await openClinic()
  const [one, two] = [await seat(clinic, drAna), await seat(clinic, drAna)]
  const bystander = await seat(clinic, rita)
  const client = await clinic.as(max)
  const { userId } = clinic.who(drAna)
  const { items } = await client.listUserSessions({ params: { id: userId } })
  expect(items).toHaveLength(2)
  expect(items[0]).toMatchObject({ current: false, address: '127.0.0.1', userAgent: 'node' })
  const headers = bearer(await clinic.token(max))
  const ended = await send(clinic, 'DELETE', `/api/users/${userId}/sessions/${items[0]?.id}`, { headers })
  expect(ended.status).toBe(204)
  expect(await eventsOf(clinic, ended.requestId)).toMatchObject([
    { action: 'session.user-ended', resource_type: 'session', resource_id: items[0]?.id, actor_id: clinic.who(max).userId },
  ])
  expect(await standing(clinic, two)).toBe('UNAUTHENTICATED')
  expect(await standing(clinic, one)).toBe('open')
  await client.endUserSessions({ params: { id: userId } })
  expect(await standing(clinic, one)).toBe('UNAUTHENTICATED')
  expect(await standing(clinic, bystander)).toBe('open')
  expect(await clinic.events('session.user-listed')).toMatchObject([{ resource_type: 'user', resource_id: userId }])
})

test('[A89 part] nobody else does, and not beyond the organisation: another’s user, session or pair of both cannot be told from none', async () => {
  const clinic = await openClinic()
  await seat(clinic, drOtto)
  await seat(clinic, drAna)
  await seat(clinic, pia)
  const [session] = await clinic.sql('select id from sessions where user_id = $1', [clinic.who(drOtto).userId])
  const [anas] = await clinic.sql('select id from sessions where user_id = $1', [clinic.who(drAna).userId])
  const headers = bearer(await clinic.token(max))
  const nobody = newId(clinic.clock.now())
  const missing = {
    list: await send(clinic, 'GET', `/api/users/${nobody}/sessions`, { headers }),
    all: await send(clinic, 'DELETE', `/api/users/${nobody}/sessions`, { headers }),
    one: await send(clinic, 'DELETE', `/api/users/${nobody}/sessions/${nobody}`, { headers }),
  }
  for (const answer of Object.values(missing)) expect(answer.status).toBe(404)
  const otto = clinic.who(drOtto).userId
  expect(alike(await send(clinic, 'GET', `/api/users/${otto}/sessions`, { headers }))).toEqual(alike(missing.list))
  expect(alike(await send(clinic, 'DELETE', `/api/users/${otto}/sessions`, { headers }))).toEqual(alike(missing.all))
  for (const path of [
    `${otto}/sessions/${session?.id}`,
    `${clinic.who(pia).userId}/sessions/${anas?.id}`,
    `${clinic.who(pia).userId}/sessions/${session?.id}`,
  ]) {
    expect(alike(await send(clinic, 'DELETE', `/api/users/${path}`, { headers }))).toEqual(alike(missing.one))
  }
  for (const person of [pia, drAna, rita]) {
    const own = bearer((await pairOf(clinic, person)).accessToken)
    const { userId } = clinic.who(drAna)
    expect((await send(clinic, 'GET', `/api/users/${userId}/sessions`, { headers: own })).status).toBe(403)
    expect((await send(clinic, 'DELETE', `/api/users/${userId}/sessions`, { headers: own })).status).toBe(403)
  }
  expect(await clinic.sql('select count(*)::integer as ended from sessions where ended_at is not null')).toEqual([{ ended: 0 }])
})

test('ending a session asks for a proof of the last five minutes', async () => {
  const clinic = await openClinic()
  const [here, manager] = [await seat(clinic, pia), await seat(clinic, max)]
  clinic.clock.pass(301)
  const paths: [typeof here, string][] = [
    [here, '/api/auth/sessions'],
    [here, `/api/auth/sessions/${newId(clinic.clock.now())}`],
    [manager, `/api/users/${clinic.who(pia).userId}/sessions`],
    [manager, `/api/users/${clinic.who(pia).userId}/sessions/${newId(clinic.clock.now())}`],
  ]
  for (const [who, path] of paths) expect((await ask(clinic, who, 'DELETE', path)).body.code).toBe('STEP_UP_REQUIRED')
})

test('[F22] somebody signs in under a new id, finds their sessions, ends one and then all others, is locked out of what is protected when idle and by the day, and ends with the week', async () => {
  const clinic = await openClinic()
  const seats = [await seat(clinic, pia), await seat(clinic, pia), await seat(clinic, pia)]
  expect(new Set(seats.map(({ cookie }) => cookie)).size).toBe(3)
  const [here, second, third] = seats
  if (!here || !second || !third) throw new Error('three are signed in')
  const again = await browse(clinic, pia, here.cookie)
  expect(again.cookie).not.toBe(here.cookie)
  expect(await standing(clinic, here)).toBe('UNAUTHENTICATED')
  const now = { ...again, headers: {} }
  const listed = await ask(clinic, now, 'GET', '/api/auth/sessions')
  expect(listed.body.items).toHaveLength(3)
  expect((await ask(clinic, now, 'DELETE', `/api/auth/sessions/${second.cookie.slice(16).split('.')[0]}`)).status).toBe(204)
  expect(await standing(clinic, second)).toBe('UNAUTHENTICATED')
  expect(await standing(clinic, third)).toBe('open')
  expect((await ask(clinic, now, 'DELETE', '/api/auth/sessions')).status).toBe(204)
  expect(await standing(clinic, third)).toBe('UNAUTHENTICATED')
  clinic.clock.pass(3600)
  expect(await standing(clinic, now)).toBe('SESSION_LOCKED')
  await prove(clinic, now)
  for (let passed = 0; passed < 24 * 3600; passed += 3500) {
    expect(await standing(clinic, now)).toBe('open')
    clinic.clock.pass(3500)
  }
  expect(await standing(clinic, now)).toBe('SESSION_LOCKED')
  clinic.clock.pass(6 * 24 * 3600)
  expect(await standing(clinic, now)).toBe('UNAUTHENTICATED')
})
