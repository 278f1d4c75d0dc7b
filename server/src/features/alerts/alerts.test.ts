import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, castPassword, drAna, drIdan, drOtto, max, mira, paul, pia, rita } from '../../../tests/people.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import { openFor } from '../break-glass/break-glass.fixture.ts'
import { Authenticator } from '../identity/authenticator.fixture.ts'
import { bearer, from, fromElsewhere, knows, pairOf, post, send } from '../identity/identity.fixture.ts'

const login = '/api/auth/login'
const guess = (place: Pick<Clinic, 'url'>, name: string, where = fromElsewhere()) =>
  post(place, login, { login: name, password: 'Wrong-Horse-7-Battery' }, where)
const kinds = (clinic: Clinic) => clinic.sql('select kind, severity, tenant_id, user_id from alerts order by raised_at, id')

test('[B311][F8 part] five processes that see one lock raise one alert, the next lock is an alert of its own, and a name that nobody has takes the same steps', async () => {
  const clinic = await openClinic()
  const places = [clinic, ...(await Promise.all([1, 2, 3, 4].map(() => clinic.another()))).map((url) => ({ url }))]
  await Promise.all(places.flatMap((place) => [1, 2, 3].map(() => post(place, login, { login: paul.email, password: castPassword }))))
  await Promise.all(places.flatMap((place) => Array.from({ length: 8 }, () => guess(place, drAna.email))))
  const { tenantId, userId } = clinic.who(drAna)
  const one = { kind: 'account-locked', severity: 'medium', tenant_id: tenantId, user_id: userId }
  expect(await kinds(clinic)).toEqual([one])
  const [event, ...others] = await clinic.events('alert.raised')
  expect(others).toEqual([])
  expect(event).toMatchObject({
    tenant_id: tenantId,
    resource_type: 'alert',
    request_id: (await clinic.events('account.locked'))[0]?.request_id,
  })

  clinic.clock.pass(3601)
  for (let n = 0; n < 6; n += 1) await guess(clinic, drAna.email)
  expect(await kinds(clinic)).toEqual([one, one])
  for (let n = 0; n < 6; n += 1) await guess(clinic, 'nobody@harbour.test')
  expect((await kinds(clinic)).at(-1)).toEqual({ ...one, tenant_id: INSTALLATION_TENANT, user_id: null })
  expect(await (await clinic.as(max)).countAlerts()).toEqual({ open: 2 })
})

test('[F2][T3] a spent refresh token that comes again after the grace window ends its family for thief and owner, whoever came first, and raises one alert, however often it comes', async () => {
  const clinic = await openClinic()
  for (const [owner, first] of [
    [drAna, 'owner'],
    [pia, 'thief'],
  ] as const) {
    const { refreshToken } = await pairOf(clinic, owner)
    const won = await clinic.stranger().refresh({ body: { refreshToken } })
    expect(await knows(clinic, won.accessToken), first).toBe(200)
    clinic.clock.pass(11)
    const reused = await Promise.all([1, 2, 3, 4, 5].map(() => post(clinic, '/auth/refresh', { refreshToken })))
    expect(new Set(reused.map(({ status }) => status)), first).toEqual(new Set([401]))
    expect(await knows(clinic, won.accessToken), first).toBe(401)
    for (const token of [won.refreshToken, refreshToken])
      expect((await post(clinic, '/auth/refresh', { refreshToken: token })).status, first).toBe(401)
  }
  const told = [drAna, pia].map((owner) => clinic.who(owner)).map(({ tenantId, userId }) => ({ tenant_id: tenantId, user_id: userId }))
  expect(await kinds(clinic)).toEqual(told.map((one) => ({ kind: 'refresh-reused', severity: 'high', ...one })))
  expect(await clinic.events('alert.raised')).toHaveLength(2)
  const mailed = { user_id: clinic.who(max).userId, template: 'alert' }
  expect(await clinic.sql('select user_id, template from mails')).toEqual([mailed, mailed])
})

test('[F16] a passkey whose counter falls raises one alert until somebody closes it, and then another', async () => {
  const clinic = await openClinic()
  const headers = bearer((await pairOf(clinic, pia)).accessToken)
  const begun = await post(clinic, '/api/auth/passkeys/registration', undefined, headers)
  const key = new Authenticator()
  const made = await post(
    clinic,
    '/api/auth/passkeys',
    { name: 'Key', credential: key.create({ challenge: String(begun.body.challenge) }) },
    headers,
  )
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const show = async (counter: number) => {
    const challenge = await clinic.stranger().passkeyChallenge()
    return (
      (await clinic
        .stranger()
        .passkeySignIn({ body: { credential: key.get(challenge, { counter }) } })
        .catch(() => undefined)) !== undefined
    )
  }
  expect(await show(7)).toBe(true)
  expect(await kinds(clinic)).toEqual([])
  for (const counter of [7, 3, 1]) expect(await show(counter)).toBe(false)
  const { tenantId, userId } = clinic.who(pia)
  const one = { kind: 'passkey-copied', severity: 'high', tenant_id: tenantId, user_id: userId }
  expect(await kinds(clinic)).toEqual([one])
  const admin = await clinic.as(max)
  const { items } = await admin.listAlerts({ query: { state: 'open' } })
  await admin.closeAlert({ params: { id: items[0]?.id ?? '' }, body: {} })
  await show(2)
  expect(await kinds(clinic)).toEqual([one, one])
})

test('[T30 part] many accounts tried from one address are one alert in every organisation; one forgotten password and many registrations are none', async () => {
  const clinic = await openClinic()
  for (let n = 0; n < 6; n += 1) await guess(clinic, pia.email, from('203.0.113.5'))
  for (let n = 0; n < 6; n += 1)
    await post(
      clinic,
      '/api/auth/register',
      { email: `new${n}@harbour.test`, password: castPassword, displayName: 'New' },
      from('203.0.113.6'),
    )
  expect((await kinds(clinic)).map(({ kind }) => kind)).toEqual(['account-locked'])
  for (const name of [paul.email, 'x@harbour.test', drAna.email, 'y@harbour.test', drOtto.email, rita.email, aud.email])
    await guess(clinic, name, from('203.0.113.7'))
  const sprayed = (await kinds(clinic)).filter(({ kind }) => kind === 'spraying')
  expect(sprayed.map(({ tenant_id }) => tenant_id).sort()).toEqual([clinic.who(max).tenantId, clinic.who(mira).tenantId].sort())
  for (const admin of [max, mira]) {
    const { items } = await (await clinic.as(admin)).listAlerts({ query: { kind: 'spraying' } })
    expect(items).toMatchObject([{ kind: 'spraying', severity: 'high', state: 'open' }])
    expect(items[0]).not.toHaveProperty('user')
  }
  const raised = await clinic.events('alert.raised')
  expect(raised.filter(({ tenant_id }) => tenant_id === clinic.who(mira).tenantId)).toMatchObject([
    { rule: 'system:alert:spraying', actor_role: 'system' },
  ])
  expect((await clinic.sql(`select user_id from mails where template = 'alert'`)).map(({ user_id }) => user_id).sort()).toEqual(
    [clinic.who(max).userId, clinic.who(mira).userId].sort(),
  )
})

test('an alert is taken up and closed by who runs the organisation, read by its auditor and shown to nobody else; of many at once one does', async () => {
  const clinic = await openClinic()
  await openFor(clinic)
  const [admin, auditor] = [await clinic.as(max), await clinic.as(aud)]
  const { items, next } = await auditor.listAlerts({ query: {} })
  expect(next).toBeNull()
  const [alert] = items
  expect(alert).toMatchObject({ kind: 'break-glass', state: 'open', user: { id: clinic.who(drIdan).userId }, can: [] })
  const params = { id: alert?.id ?? '' }
  await expect(auditor.acknowledgeAlert({ params, body: {} })).rejects.toMatchObject({ status: 403 })
  for (const person of [pia, drIdan, rita]) {
    const token = await clinic.token(person)
    for (const path of ['/api/alerts', '/api/alerts/count', '/api/reviews'])
      expect((await send(clinic, 'GET', path, { headers: bearer(token) })).status).toBe(403)
  }
  await expect((await clinic.as(mira)).closeAlert({ params, body: {} })).rejects.toMatchObject({ status: 404 })
  expect((await (await clinic.as(mira)).listAlerts({ query: {} })).items).toEqual([])

  expect(await admin.countAlerts()).toEqual({ open: 1 })
  const taken = await Promise.allSettled(
    [1, 2, 3, 4].map(() => admin.acknowledgeAlert({ params, body: { note: 'Canary-Note: asking him' } })),
  )
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of taken) if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'ALERT_CLOSED' })
  expect(await admin.countAlerts()).toEqual({ open: 0 })
  const closed = await Promise.allSettled([1, 2, 3, 4].map(() => admin.closeAlert({ params, body: {} })))
  expect(closed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const listed = await admin.listAlerts({ query: { state: 'closed', kind: 'break-glass' } })
  expect(listed.items).toMatchObject([
    {
      state: 'closed',
      user: { displayName: drIdan.displayName },
      by: { displayName: max.displayName },
      note: 'Canary-Note: asking him',
      can: [],
    },
  ])
  expect(JSON.stringify(await clinic.sql('select alerts::text as whole from alerts'))).not.toMatch(/canary|43616e617279/i)
  await expect(
    clinic.sql(`update alerts set state = 'open', closed_at = null, closed_by = null, acknowledged_at = null, acknowledged_by = null`),
  ).rejects.toThrow(/only moves forward/)
  const pages = await admin.listAlerts({ query: { limit: 1 } })
  expect(pages.next).toBeNull()
})

test('an alert falls with its cause: where it cannot be kept nothing of the cause has happened', async () => {
  const clinic = await openClinic()
  await clinic.sql(`create function fails() returns trigger language plpgsql as $$ begin raise 'no room'; end $$`)
  await clinic.sql('create trigger fails before insert on alerts for each row execute function fails()')
  await expect(openFor(clinic)).rejects.toMatchObject({ status: 500 })
  expect(await clinic.sql('select 1 from break_glass')).toEqual([])
  expect(await clinic.sql('select 1 from care_relations')).toEqual([])
})
