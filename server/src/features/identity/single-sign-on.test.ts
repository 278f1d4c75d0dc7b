import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, drIdan, max, mira, rita } from '../../../tests/people.ts'
import { bearer, browse, codeAt, enrol, eventsOf, pairOf, post, send } from './identity.fixture.ts'
import {
  askedIn,
  begin,
  connect,
  connectIn,
  deliver,
  finish,
  me,
  reasonOf,
  seated,
  setUp,
  signOn,
  TestProvider,
  twoFactors,
} from './sign-on.fixture.ts'

const mails = (rows: Record<string, unknown>[]) => rows.map(({ template }) => template)

test('somebody who connected their account signs in by their organisation’s provider, and the session says when and how it was proven', async () => {
  const clinic = await openClinic()
  const provider = await setUp(clinic)
  expect(await signOn(clinic, provider)).toMatchObject({ status: 403, body: { code: 'SIGN_ON_UNCONNECTED' } })

  const connected = await connect(clinic, drAna, provider, 'ana-1')
  expect(connected).toMatchObject({ status: 200, body: { name: 'Harbour staff' } })
  const { userId } = clinic.who(drAna)
  expect(mails(await clinic.sql('select template from mails where user_id = $1', [userId]))).toEqual(['sign-on-changed'])
  expect(await eventsOf(clinic, connected.requestId)).toMatchObject([{ action: 'sign-on.connected', outcome: 'allowed', actor_id: userId }])

  const answer = await signOn(clinic, provider, { proven: -400 })
  expect(answer).toMatchObject({ status: 200, body: { user: { id: userId, assurance: 1 } } })
  expect(await eventsOf(clinic, answer.requestId)).toMatchObject([{ action: 'session.signed-in', outcome: 'allowed', actor_id: userId }])
  expect(await me(clinic, seated(answer))).toMatchObject({ status: 200, body: { id: userId } })
  // Proven at the provider some minutes ago: what asks for a fresh proof asks for one.
  const disconnecting = `/api/auth/sign-on/providers/${provider.id}/connection`
  expect(await send(clinic, 'DELETE', disconnecting, { headers: seated(answer) })).toMatchObject({
    status: 401,
    body: { code: 'STEP_UP_REQUIRED' },
  })

  const own = await (await clinic.as(drAna)).listOwnSignOn()
  expect(own.items).toMatchObject([{ id: provider.id, name: 'Harbour staff', connection: { as: 'ana-1' } }])
  // The one name is one person's: nobody else connects it, and she connects no second one.
  expect(await connect(clinic, drIdan, provider, 'ana-1')).toMatchObject({ status: 409, body: { code: 'SIGN_ON_CONNECTED' } })
  expect(await connect(clinic, drAna, provider, 'ana-2')).toMatchObject({ status: 409, body: { code: 'SIGN_ON_CONNECTED' } })
  const passing = { format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' }
  expect(await connect(clinic, drIdan, provider, 'idan-1', passing)).toMatchObject({ status: 422, body: { code: 'SIGN_ON_NAME_PASSES' } })

  await (await clinic.as(drAna)).disconnectSignOn({ params: { id: provider.id } })
  expect((await me(clinic, seated(answer))).status).toBe(401)
  expect(await signOn(clinic, provider)).toMatchObject({ status: 403, body: { code: 'SIGN_ON_UNCONNECTED' } })
})

test('[V6.8.1] the same name and the same e-mail address from two providers are two people: each leads to its own account, and an address to none', async () => {
  const clinic = await openClinic()
  const first = await setUp(clinic)
  const second = await setUp(clinic, new TestProvider(clinic, { entityId: 'https://idp2.harbour.test' }), { domains: ['second.test'] })
  const third = await setUp(clinic, new TestProvider(clinic, { entityId: 'https://idp.hilltop.test' }), { domains: ['hilltop.test'] }, mira)
  // An address that is an account's is nobody's proof of it.
  for (const facts of [
    { name: drAna.email, mail: drAna.email },
    { name: 'someone', mail: drAna.email },
  ])
    expect(await signOn(clinic, first, facts)).toMatchObject({ status: 403, body: { code: 'SIGN_ON_UNCONNECTED' } })
  const facts = { name: 'same', mail: drAna.email }
  await connect(clinic, drAna, first, 'same', facts)
  for (const [provider, domain] of [
    [second, 'second.test'],
    [third, 'hilltop.test'],
  ] as const)
    expect(await signOn(clinic, provider, facts, `ana@${domain}`)).toMatchObject({ body: { code: 'SIGN_ON_UNCONNECTED' } })
  await connect(clinic, drIdan, second, 'same', facts)
  await connect(clinic, mira, third, 'same', facts)
  const led = [
    (await signOn(clinic, first, facts)).body.user,
    (await signOn(clinic, second, facts, 'x@second.test')).body.user,
    (await signOn(clinic, third, facts, 'x@hilltop.test')).body.user,
  ]
  expect(led).toMatchObject([drAna, drIdan, mira].map((person) => ({ id: clinic.who(person).userId })))
  // What one signed is of no use at the door of another, even for what was asked of that one.
  const { asked, cookie } = await begin(clinic, 'x@second.test')
  expect(await deliver(clinic, first.form(asked, facts))).toMatchObject({ ticket: '' })
  const toOther = { ...asked, answerUrl: asked.answerUrl.replace(second.id, first.id) }
  expect(await deliver(clinic, first.form(toOther, facts))).toMatchObject({ ticket: '' })
  expect((await finish(clinic, cookie, 'x')).status).toBe(401)
  // A provider that becomes another one takes nobody along.
  const runs = await clinic.as(max)
  await runs.changeSignOnProvider({
    params: { id: first.id },
    version: 1,
    body: { ...first.settings({ entityId: 'https://new.test' }), active: true },
  })
  expect(await clinic.sql('select id from sign_on_links where provider_id = $1', [first.id])).toEqual([])
})

test('[V6.8.4][F14 part] a weak or missing context leads to the local second factor or its set-up, one that the administrator named counts as two, none where a passkey is asked, and a stale proof is refused', async () => {
  const clinic = await openClinic()
  const provider = await setUp(clinic)
  await connect(clinic, drAna, provider, 'ana-1')
  await connect(clinic, rita, provider, 'rita-1')
  const { secret } = await enrol(clinic, (await pairOf(clinic, drAna)).accessToken)
  for (const facts of [{}, { context: '' }, { context: `${twoFactors}/x` }]) {
    const weak = await signOn(clinic, provider, facts)
    expect(weak).toMatchObject({ status: 200, body: { secondFactor: { methods: ['totp', 'recovery'] } } })
    expect(weak.headers.getSetCookie()).toEqual([])
  }
  const until = new Date(clinic.clock.now().getTime() + 1800_000)
  const weak = await signOn(clinic, provider, { sessionUntil: 1800 })
  clinic.clock.pass(60)
  const body = {
    ...Object(weak.body.secondFactor),
    methods: undefined,
    method: 'totp',
    code: codeAt(secret, clinic.clock.now()),
    cookie: true,
  }
  const proven = await post(clinic, '/api/auth/second-factor', body, { origin: 'http://localhost:8080' })
  expect(proven).toMatchObject({ status: 200, body: { user: { assurance: 2 } } })
  const [row] = await clinic.sql('select sign_on_link, expires_at from sessions where ended_at is null order by id desc limit 1')
  expect(row?.sign_on_link).not.toBeNull()
  expect(Math.abs(Number(row?.expires_at) - until.getTime())).toBeLessThan(2000)

  expect(await signOn(clinic, provider, { context: twoFactors })).toMatchObject({
    status: 200,
    body: { user: { assurance: 2, mustEnrol: false } },
  })
  await clinic.sql(`update organisations set staff_second_factor = true`)
  const without = await signOn(clinic, provider, { name: 'rita-1' })
  expect(without).toMatchObject({ status: 200, body: { user: { assurance: 1, mustEnrol: true } } })
  expect(await send(clinic, 'GET', '/api/auth/sessions', { headers: seated(without) })).toMatchObject({
    status: 403,
    body: { code: 'ENROLMENT_REQUIRED' },
  })
  const strong = await signOn(clinic, provider, { name: 'rita-1', context: twoFactors })
  expect((await send(clinic, 'GET', '/api/auth/sessions', { headers: seated(strong) })).status).toBe(200)
  await clinic.sql(`update organisations set staff_factor = 'passkey'`)
  const asked = await signOn(clinic, provider, { name: 'rita-1', context: twoFactors })
  expect(asked).toMatchObject({ body: { user: { assurance: 1, mustEnrol: true } } })
  expect((await send(clinic, 'GET', '/api/auth/sessions', { headers: seated(strong) })).status).toBe(403)

  const begun = await begin(clinic)
  const stale = await deliver(clinic, provider.form(begun.asked, { proven: -3700 }))
  expect([stale.ticket, await reasonOf(clinic, stale.requestId)]).toEqual(['', 'SIGN_ON_STALE'])
  expect((await begin(clinic, 'x@harbour.test', { anew: true })).asked.anew).toBe(true)
})

test('[V7.6.1] a session ends with the provider’s at the latest, and when the provider signs out whom it named: that session of theirs, or all', async () => {
  const clinic = await openClinic()
  const provider = await setUp(clinic, undefined, { logoutUrl: 'https://idp.harbour.test/logout' })
  await connect(clinic, drAna, provider, 'ana-1')
  await connect(clinic, drIdan, provider, 'idan-1')
  const short = seated(await signOn(clinic, provider, { sessionUntil: 600 }))
  expect((await me(clinic, short)).status).toBe(200)
  clinic.clock.pass(601)
  expect((await me(clinic, short)).status).toBe(401)

  const open = async (facts: Parameters<typeof signOn>[2]) => seated(await signOn(clinic, provider, facts))
  const byPassword = await browse(clinic, drAna)
  const sessions = [await open({}), await open({ sessionIndex: 's-2' }), await open({ name: 'idan-1' }), { cookie: byPassword.cookie }]
  const standing = () => Promise.all(sessions.map(async (headers) => (await me(clinic, headers)).status))
  const url = `http://localhost:8080/api/auth/sign-on/${clinic.who(max).tenantId}/${provider.id}/logout`
  // Who is not the provider signs nobody out, nor does an old request.
  const forged = [
    await deliver(clinic, new TestProvider(clinic).logout({ url })),
    await deliver(clinic, provider.logout({ url }, { issued: -700 })),
  ]
  expect(forged.map(({ location }) => location)).toEqual(Array(2).fill('/sign-in/organisation#refused'))
  expect(await standing()).toEqual([200, 200, 200, 200])

  const request = provider.logout({ url })
  const done = await deliver(clinic, request)
  expect(done.status).toBe(303)
  expect(done.location).toMatch(/^https:\/\/idp\.harbour\.test\/logout\?SAMLResponse=[^&]+&RelayState=theirs$/)
  expect(await standing()).toEqual([401, 200, 200, 200])
  expect((await eventsOf(clinic, done.requestId)).map(({ action }) => action)).toEqual(['sign-on.ended', 'session.revoked'])
  expect(await reasonOf(clinic, (await deliver(clinic, request)).requestId)).toBe('SIGN_ON_REPLAYED')
  // What was said before it and nobody came for opens nothing after it.
  const { asked, cookie } = await begin(clinic)
  const waiting = await deliver(clinic, provider.form(asked))
  await deliver(clinic, provider.logout({ url }, { indexes: [] }))
  expect((await finish(clinic, cookie, waiting.ticket)).status).toBe(401)
  expect(await standing()).toEqual([401, 401, 200, 200])
})

test('a provider out of use, or removed, opens nothing more and ends what it opened; other sessions go on', async () => {
  const clinic = await openClinic()
  const provider = await setUp(clinic)
  await connect(clinic, drAna, provider, 'ana-1')
  const runs = await clinic.as(max)
  const body = provider.settings()
  const seat = seated(await signOn(clinic, provider))
  // Between the two halves: what was said, and what waits for a second factor, is worth nothing either.
  const { asked, cookie } = await begin(clinic)
  const { ticket } = await deliver(clinic, provider.form(asked))
  await runs.changeSignOnProvider({ params: { id: provider.id }, version: 1, body: { ...body, active: false } })
  expect((await me(clinic, seat)).status).toBe(401)
  expect((await finish(clinic, cookie, ticket)).status).toBe(401)
  await expect(begin(clinic)).rejects.toThrow('404 SIGN_ON_NOT_OFFERED')
  await runs.changeSignOnProvider({ params: { id: provider.id }, version: 2, body: { ...body, active: true } })
  const again = seated(await signOn(clinic, provider))
  expect((await me(clinic, again)).status).toBe(200)
  await runs.removeSignOnProvider({ params: { id: provider.id } })
  expect((await me(clinic, again)).status).toBe(401)
  expect(
    await clinic.sql('select 1 from sign_on_links union all select 1 from sign_on_domains union all select 1 from sign_on_flows'),
  ).toEqual([])
  expect((await clinic.events('sign-on.provider-removed')).map(({ outcome }) => outcome)).toEqual(['allowed'])
})

test('an account is connected in the session and the browser that began, after a fresh proof, and a session that goes on by another password still ends with the provider’s', async () => {
  const clinic = await openClinic()
  const provider = await setUp(clinic)
  const one = await browse(clinic, drAna)
  const other = await browse(clinic, drIdan)
  const path = `/api/auth/sign-on/providers/${provider.id}/connection`
  const headers = (seat: { cookie: string; csrf: string }) => ({ cookie: seat.cookie, 'x-csrf-token': seat.csrf })
  const begun = await send(clinic, 'POST', path, { headers: headers(one) })
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const asked = askedIn(String(begun.body.location))
  expect(asked.anew).toBe(true)
  const { ticket, location } = await deliver(clinic, provider.form(asked))
  expect(location).toMatch(/^\/security\/connect#/)
  const take = (seat: { cookie: string; csrf: string }, flow: string) =>
    post(clinic, '/api/auth/sign-on/connection', { ticket }, { ...headers(seat), cookie: `${seat.cookie}; ${flow}` })
  // Another person's session, another browser, and the door for signing in.
  for (const refused of [await take(other, cookie), await take(one, '__Host-wardkeep-sign-on=x'), await finish(clinic, cookie, ticket)])
    expect(refused).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
  expect((await take(one, cookie)).status).toBe(200)
  expect((await take(one, cookie)).status).toBe(401)
  clinic.clock.pass(400)
  expect(await send(clinic, 'POST', path, { headers: headers(other) })).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  expect(await connectIn(clinic, bearer((await pairOf(clinic, drIdan)).accessToken), provider, { name: 'idan-1' })).toMatchObject({
    status: 200,
  })

  const seat = seated(await signOn(clinic, provider))
  const changed = await post(
    clinic,
    '/api/auth/password/change',
    { currentPassword: castPassword, newPassword: 'Velvet-Tundra-4-Kayak' },
    seat,
  )
  expect(changed.status).toBe(200)
  const next = { cookie: changed.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  expect((await me(clinic, next)).status).toBe(200)
  const url = `http://localhost:8080/api/auth/sign-on/${clinic.who(max).tenantId}/${provider.id}/logout`
  await deliver(clinic, provider.logout({ url }))
  expect((await me(clinic, next)).status).toBe(401)
})
