// Every session begins and ends with an event, and nothing that speaks in an ended one gets further than 401.
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { endExpired } from './expiry-actions.ts'
import { bearer, browse, enrol, pairOf, post, racing, send } from './identity.fixture.ts'
import { ask, type Seat, seat, standing } from './session.fixture.ts'

type Ending = { name: string; of: Person; end: (clinic: Clinic, here: Seat) => Promise<unknown> }

const asMax = async (clinic: Clinic) => bearer(await clinic.token(max))

const endings: Ending[] = [
  { name: 'logout', of: pia, end: (clinic, here) => ask(clinic, here, 'POST', '/api/auth/logout') },
  {
    name: 'disabling',
    of: pia,
    end: async (clinic) => (await clinic.as(max)).updateUser({ params: { id: clinic.who(pia).userId }, body: { active: false } }),
  },
  {
    name: 'closing the account',
    of: pia,
    end: async (clinic) => post(clinic, '/api/auth/account/closure', { email: pia.email }, bearer((await pairOf(clinic, pia)).accessToken)),
  },
  {
    name: 'an administrator who closes the account',
    of: drAna,
    end: async (clinic) => post(clinic, `/api/users/${clinic.who(drAna).userId}/closure`, { email: drAna.email }, await asMax(clinic)),
  },
  {
    name: 'password change in another session',
    of: pia,
    end: async (clinic) =>
      post(
        clinic,
        '/api/auth/password/change',
        { currentPassword: castPassword, newPassword: 'Another-Horse-8-Battery' },
        bearer((await pairOf(clinic, pia)).accessToken),
      ),
  },
  {
    name: 'password change in the same session',
    of: pia,
    end: (clinic, here) =>
      ask(clinic, { ...here }, 'POST', '/api/auth/password/change', {
        body: { currentPassword: castPassword, newPassword: 'Another-Horse-8-Battery' },
      }),
  },
  {
    name: 'role change',
    of: rita,
    end: async (clinic) => (await clinic.as(max)).changeRole({ params: { id: clinic.who(rita).userId }, body: { role: 'auditor' } }),
  },
  {
    name: 'revoking it',
    of: drAna,
    end: async (clinic, here) =>
      send(clinic, 'DELETE', `/api/auth/sessions/${idIn(here.cookie)}`, { headers: bearer((await pairOf(clinic, drAna)).accessToken) }),
  },
  {
    name: 'ending all others',
    of: drAna,
    end: async (clinic) => send(clinic, 'DELETE', '/api/auth/sessions', { headers: bearer((await pairOf(clinic, drAna)).accessToken) }),
  },
  {
    name: 'an administrator who ends one',
    of: paul,
    end: async (clinic, here) =>
      send(clinic, 'DELETE', `/api/users/${clinic.who(paul).userId}/sessions/${idIn(here.cookie)}`, { headers: await asMax(clinic) }),
  },
  {
    name: 'an administrator who ends all',
    of: paul,
    end: async (clinic) => send(clinic, 'DELETE', `/api/users/${clinic.who(paul).userId}/sessions`, { headers: await asMax(clinic) }),
  },
  { name: 'another sign-in of the same browser', of: paul, end: (clinic, here) => browse(clinic, paul, here.cookie) },
]

test('[T2][F20 part][B20][V7.4.1][V7.4.3 part] after each way of ending a session its very next request is refused, through every process, and so is every token of it', async () => {
  for (const { name, of, end } of endings) {
    const clinic = await openClinic()
    const other = { url: await clinic.another() }
    const here = await seat(clinic, of)
    for (const process of [clinic, other]) expect(await standing(process, here), name).toBe('open')
    const planted = { ...here }
    await end(clinic, here)
    for (const process of [clinic, other]) {
      expect(await standing(process, planted), name).toBe('UNAUTHENTICATED')
      for (const path of ['/api/auth/me', '/api/auth/csrf']) expect((await ask(process, planted, 'GET', path)).status, name).toBe(401)
    }
  }
})

test('[T2 part] the tokens of a session that somebody else ended are refused at once, the refresh token with them', async () => {
  const clinic = await openClinic()
  const pair = await pairOf(clinic, paul)
  await send(clinic, 'DELETE', `/api/users/${clinic.who(paul).userId}/sessions`, { headers: await asMax(clinic) })
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: bearer(pair.accessToken) })).status).toBe(401)
  expect((await post(clinic, '/auth/refresh', { refreshToken: pair.refreshToken })).status).toBe(401)
})

test('[B105][B110] every session has an event of its beginning and, however it ended, one of its end', async () => {
  for (const { name, of, end } of endings) {
    const clinic = await openClinic()
    const here = await seat(clinic, of)
    await standing(clinic, here)
    await end(clinic, here)
    await everySessionIsTold(clinic, name)
  }
  const clinic = await openClinic()
  const first = await pairOf(clinic, pia)
  await clinic.stranger().refresh({ body: { refreshToken: first.refreshToken } })
  clinic.clock.pass(11)
  await post(clinic, '/auth/refresh', { refreshToken: first.refreshToken })
  await enrol(clinic, await clinic.token(drAna))
  await everySessionIsTold(clinic, 'a reused token')
  clinic.clock.pass(7 * 24 * 3600)
  await endExpired(clinic.keep, clinic.clock.now())
  await everySessionIsTold(clinic, 'time')
  expect(await clinic.sql('select id from sessions where ended_at is null')).toEqual([])
})

test('a session that is over by time is ended once by whoever notices, with an event, and not a moment before', async () => {
  const clinic = await openClinic()
  await pairOf(clinic, pia)
  await pairOf(clinic, paul)
  clinic.clock.pass(7 * 24 * 3600 - 10)
  expect(await endExpired(clinic.keep, clinic.clock.now())).toBe(0)
  const alive = await pairOf(clinic, pia)
  clinic.clock.pass(11)
  const noticing = Array.from({ length: 4 }, () => () => endExpired(clinic.keep, clinic.clock.now()))
  await racing(clinic, 'sessions', noticing, 4)
  expect(await endExpired(clinic.keep, clinic.clock.now())).toBe(0)
  const events = await clinic.events('session.expired')
  expect(events).toHaveLength(2)
  expect(events[0]).toMatchObject({ actor_role: 'system', rule: 'system:session-expiry', resource_type: 'session', outcome: 'allowed' })
  expect(await clinic.sql('select distinct ended_at = expires_at as on_time from sessions where ended_at is not null')).toEqual([
    { on_time: true },
  ])
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: bearer(alive.accessToken) })).status).toBe(200)
  await everySessionIsTold(clinic, 'time')
})

test('[B18] a session’s row says from where, with what and when it was begun, sealed, and the same is read back by its owner alone', async () => {
  const clinic = await openClinic()
  const headers = {
    'x-forwarded-for': '203.0.113.77',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  }
  const before = clinic.clock.now()
  const { status, body } = await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, headers)
  expect(status).toBe(200)
  const [row] = await clinic.sql('select * from sessions')
  expect(row).toMatchObject({ user_id: clinic.who(pia).userId, tenant_id: clinic.who(pia).tenantId, assurance: 1, ended_at: null })
  for (const at of ['created_at', 'proven_at', 'seen_at']) expect(Math.abs(Number(row?.[at]) - before.getTime())).toBeLessThan(5000)
  expect(Number(row?.expires_at) - Number(row?.created_at)).toBe(7 * 24 * 3_600_000)
  const bytes = [JSON.stringify(row), String(row?.client), Buffer.from(JSON.stringify(row?.client)).toString()].join()
  expect(bytes).not.toMatch(/203\.0\.113|Firefox|Linux/)
  const listed = await send(clinic, 'GET', '/api/auth/sessions', { headers: { ...bearer(String(body.accessToken)), ...headers } })
  expect(listed.body.items).toMatchObject([{ address: '203.0.113.77', userAgent: headers['user-agent'], current: true }])
})

/** The event oracle: what stands in the table, held against what stands in the journal. */
async function everySessionIsTold(clinic: Clinic, name: string): Promise<void> {
  const untold = await clinic.sql(`
    select s.id, s.ended_at,
      (select count(*)::integer from audit_events e where e.resource_id = s.id and e.outcome = 'allowed'
        and e.action in ('session.signed-in', 'session.second-factor', 'session.continued')) as beginnings,
      (select count(*)::integer from audit_events e where e.resource_id = s.id and e.outcome = 'allowed'
        and e.action in ('session.signed-out', 'session.revoked', 'session.expired', 'session.refresh-reused', 'session.user-ended')) as ends
    from sessions s`)
  for (const session of untold) {
    expect([name, session.beginnings, session.ends]).toEqual([name, 1, session.ended_at === null ? 0 : 1])
  }
  expect(untold.length).toBeGreaterThan(0)
}

function idIn(cookie: string): string {
  return cookie.slice('__Host-wardkeep='.length).split('.')[0] ?? ''
}
