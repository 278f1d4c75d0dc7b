import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drOtto, max, paul, pia, rita } from '../../../tests/people.ts'
import { bearer, eventsOf, knows, pairOf, post, send } from './identity.fixture.ts'
import { seat, standing } from './session.fixture.ts'

test('[V7.4.5][A89] everybody sees their sessions and ends one or all others, an administrator those of one person or of everybody; what ended is refused at its next request through every process, and told in the journal', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const [here, second, third] = await Promise.all([1, 2, 3].map(() => pairOf(clinic, pia)))
  if (!here || !second || !third) throw new Error('three are signed in')
  const own = bearer(here.accessToken)
  const { body } = await send(clinic, 'GET', '/api/auth/sessions', { headers: own })
  expect(body.items).toHaveLength(3)
  const { sid } = JSON.parse(Buffer.from(second.accessToken.split('.')[1] ?? '', 'base64url').toString())
  expect((await send(clinic, 'DELETE', `/api/auth/sessions/${sid}`, { headers: own })).status).toBe(204)
  const known = async () => Promise.all([here, second, third].map(({ accessToken }) => knows(other, accessToken)))
  expect(await known()).toEqual([200, 401, 200])
  expect((await send(clinic, 'DELETE', '/api/auth/sessions', { headers: own })).status).toBe(204)
  expect(await known()).toEqual([200, 401, 401])

  const asMax = await pairOf(clinic, max)
  const admin = bearer(asMax.accessToken)
  const one = await send(clinic, 'DELETE', `/api/users/${clinic.who(pia).userId}/sessions`, { headers: admin })
  expect([one.status, await known()]).toEqual([204, [401, 401, 401]])

  const staff = [await pairOf(clinic, drAna), await pairOf(clinic, paul), await pairOf(clinic, max)]
  const [elsewhere, browser] = [await pairOf(clinic, drOtto), await seat(clinic, rita)]
  for (const { accessToken } of staff) expect(await knows(other, accessToken)).toBe(200)
  const all = await send(clinic, 'DELETE', '/api/users/sessions', { headers: admin })
  expect(all.status).toBe(204)
  for (const process of [clinic, other]) {
    for (const { accessToken } of staff) expect(await knows(process, accessToken)).toBe(401)
    expect(await standing(process, browser)).toBe('UNAUTHENTICATED')
    expect([await knows(process, asMax.accessToken), await knows(process, elsewhere.accessToken)]).toEqual([200, 200])
  }
  for (const { refreshToken } of staff) expect((await post(clinic, '/auth/refresh', { refreshToken })).status).toBe(401)
  const [event, ...ended] = await eventsOf(clinic, all.requestId)
  expect(event).toMatchObject({ action: 'session.everybody-ended', outcome: 'allowed', actor_id: clinic.who(max).userId })
  expect(ended.map(({ action }) => action)).toEqual(Array(4).fill('session.revoked'))
  for (const person of [drAna, rita, pia]) {
    const refused = await send(clinic, 'DELETE', '/api/users/sessions', { headers: bearer((await pairOf(clinic, person)).accessToken) })
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN'])
  }
})

test('whose sessions an administrator ended hears of it, once each time; who had none, and who ended their own, does not', async () => {
  const clinic = await openClinic()
  const told = () => clinic.sql(`select user_id from mails where template = 'sessions-ended'`)
  const admin = bearer((await pairOf(clinic, max)).accessToken)
  const end = (userId: string) => send(clinic, 'DELETE', `/api/users/${userId}/sessions`, { headers: admin })
  await end(clinic.who(pia).userId)
  expect(await told()).toEqual([])
  await pairOf(clinic, pia)
  await pairOf(clinic, pia)
  await end(clinic.who(pia).userId)
  const toPia = { user_id: clinic.who(pia).userId }
  expect(await told()).toEqual([toPia])
  await pairOf(clinic, pia)
  const [session] = await clinic.sql('select id from sessions where user_id = $1 and ended_at is null', [clinic.who(pia).userId])
  const one = await send(clinic, 'DELETE', `/api/users/${clinic.who(pia).userId}/sessions/${session?.id}`, { headers: admin })
  expect([one.status, await told()]).toEqual([204, [toPia, toPia]])
  await end(clinic.who(max).userId)
  expect(await told()).toHaveLength(2)
})
