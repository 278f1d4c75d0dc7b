import { request } from 'node:http'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, drAna, max, type Person, paul, pia } from '../../../tests/people.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import {
  addGuarded,
  alike,
  bearer,
  browse,
  challengeOf,
  codeAt,
  eventsOf,
  fromElsewhere,
  knows,
  pairOf,
  post,
  send,
  withFactor,
} from './identity.fixture.ts'
import { answerMs } from './link-actions.ts'

const forgot = '/api/auth/password/forgot'
const reset = '/api/auth/password/reset'
const password = 'Velvet-Tundra-4-Kayak'

test('[B82 part][F11] a reset link changes the password once, ends every session, opens none, and tells the owner', async () => {
  const clinic = await openClinic()
  const [one, other, browser, stranger] = [
    await pairOf(clinic, pia),
    await pairOf(clinic, pia),
    await browse(clinic, pia),
    await pairOf(clinic, paul),
  ]
  const token = await linkFor(clinic, pia)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  const answer = await post(clinic, reset, { token, password })
  expect(answer).toMatchObject({ status: 200, body: { status: 'changed' } })
  expect(answer.headers.get('set-cookie')).toBeNull()

  for (const { accessToken, refreshToken } of [one, other]) {
    expect(await knows(clinic, accessToken)).toBe(401)
    expect((await post(clinic, '/api/auth/refresh', { refreshToken })).status).toBe(401)
  }
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: browser.cookie } })).status).toBe(401)
  expect(await knows(clinic, stranger.accessToken)).toBe(200)
  expect(await signIn(clinic, pia, castPassword)).toBe(401)
  expect(await signIn(clinic, pia, password)).toBe(200)

  const [first, ...rest] = await eventsOf(clinic, answer.requestId)
  const { userId, tenantId } = clinic.who(pia)
  expect(first).toMatchObject({ action: 'password.reset', outcome: 'allowed', tenant_id: tenantId, actor_id: userId, resource_id: userId })
  expect(rest.map(({ action }) => action)).toEqual(Array(3).fill('session.revoked'))
  expect((await mailsTo(clinic, pia)).map(({ template, language }) => [template, language])).toEqual([
    ['password-changed', 'he'],
    ['reset', 'he'],
  ])

  expect(await post(clinic, reset, { token, password: `${password}-2` })).toMatchObject({ status: 410, body: { code: 'LINK_USED' } })
  expect(await signIn(clinic, pia, password)).toBe(200)
})

test('[B82 part][F11 part][V6.4.1 part][V6.5.5 part] a link stands for ten minutes and not a second longer, gives way to a newer one, and does what it was mailed for alone', async () => {
  const clinic = await openClinic()
  const older = await linkFor(clinic, paul)
  const newer = await linkFor(clinic, paul)
  expect(await post(clinic, reset, { token: older, password })).toMatchObject({ status: 410, body: { code: 'LINK_REPLACED' } })
  expect(await post(clinic, '/api/auth/email/verification', { token: newer })).toMatchObject({
    status: 404,
    body: { code: 'LINK_UNKNOWN' },
  })
  clinic.clock.pass(601)
  const late = await post(clinic, reset, { token: newer, password })
  expect(late).toMatchObject({ status: 410, body: { code: 'LINK_EXPIRED' } })
  expect(await eventsOf(clinic, late.requestId)).toMatchObject([
    { action: 'password.reset', outcome: 'failed', reason: 'LINK_EXPIRED', tenant_id: clinic.who(paul).tenantId, actor_id: null },
  ])
  const third = await linkFor(clinic, paul)
  clinic.clock.pass(595)
  for (const token of [`${third}A`, third.slice(1), third.toLowerCase(), 'x'])
    expect(await post(clinic, reset, { token, password })).toMatchObject({ status: 404, body: { code: 'LINK_UNKNOWN' } })
  expect((await post(clinic, reset, { token: third, password })).status).toBe(200)
  expect(await signIn(clinic, pia, castPassword)).toBe(200)
})

test('[V6.6.2] a mailed link does one thing for one account: not what another kind does, not for another user, and not once a newer one was asked for', async () => {
  const clinic = await openClinic()
  await clinic.sql('update users set email_verified_at = null where id = any($1)', [[clinic.who(pia).userId, clinic.who(paul).userId]])
  const verification = async (person: Person) => {
    await post(clinic, '/api/auth/email/verification-link', { login: person.email }, fromElsewhere())
    return tokenIn((await mailsTo(clinic, person))[0]?.text ?? '')
  }
  const [olderReset, olderProof] = [await linkFor(clinic, pia), await verification(pia)]
  const [ownReset, ownProof, pauls] = [await linkFor(clinic, pia), await verification(pia), await linkFor(clinic, paul)]
  const verify = '/api/auth/email/verification'
  const unknown = { status: 404, body: { code: 'LINK_UNKNOWN' } }
  const replaced = { status: 410, body: { code: 'LINK_REPLACED' } }
  expect(await post(clinic, reset, { token: olderReset, password }, fromElsewhere())).toMatchObject(replaced)
  expect(await post(clinic, verify, { token: olderProof }, fromElsewhere())).toMatchObject(replaced)
  for (const token of [ownProof, olderProof]) expect(await post(clinic, reset, { token, password }, fromElsewhere())).toMatchObject(unknown)
  for (const token of [ownReset, pauls]) expect(await post(clinic, verify, { token }, fromElsewhere())).toMatchObject(unknown)
  for (const other of [{ login: pia.email }, { email: pia.email }, { userId: clinic.who(pia).userId }])
    expect((await post(clinic, reset, { token: pauls, password, ...other }, fromElsewhere())).status).toBe(400)
  const proven = async () => (await clinic.sql('select email_verified_at from users where id = $1', [clinic.who(pia).userId]))[0]
  expect((await post(clinic, reset, { token: pauls, password }, fromElsewhere())).status).toBe(200)
  expect(await proven()).toEqual({ email_verified_at: null })
  expect((await post(clinic, verify, { token: ownProof }, fromElsewhere())).status).toBe(200)
  expect(await proven()).not.toEqual({ email_verified_at: null })
  expect([await signIn(clinic, pia, castPassword), await signIn(clinic, pia, password)]).toEqual([200, 401])
  expect(await signIn(clinic, paul, password)).toBe(200)
})

test('[B82 part][F11 part] of eight who follow one link at once, one changes the password', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const token = await linkFor(clinic, paul)
  const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => post(clinic, reset, { token, password: `${password}-${at}` })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(410)])
  expect(await signIn(clinic, paul, `${password}-${answers.findIndex(({ status }) => status === 200)}`)).toBe(200)
})

test('[B82 part][V6.4.3] after a reset the second factor is asked for as before, and a sign-in that was under way cannot be finished', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const stale = await challengeOf(clinic)
  await post(clinic, forgot, { login: withFactor.username })
  const [mail] = await mailsTo(clinic, withFactor)
  expect((await post(clinic, reset, { token: tokenIn(mail?.text ?? ''), password })).status).toBe(200)
  const code = codeAt(secret, clinic.clock.now())
  expect((await post(clinic, '/api/auth/second-factor', { challenge: stale, method: 'totp', code })).status).toBe(401)
  const answer = await post(clinic, '/api/auth/login', { login: withFactor.email, password })
  expect(answer).toMatchObject({ status: 200, body: { secondFactor: { methods: ['totp'] } } })
  expect(answer.body).not.toHaveProperty('accessToken')
})

test('[B82 part][B50 part] a weak password is refused with each rule it breaks, and the link stands', async () => {
  const clinic = await openClinic()
  await clinic.sql(`update organisations set password_policy = 'length'`)
  const token = await linkFor(clinic, drAna)
  const answer = await post(clinic, reset, { token, password: 'Ana.Levi-9' })
  expect(answer).toMatchObject({ status: 422, body: { code: 'PASSWORD_REFUSED' } })
  expect(answer.body.errors).toEqual([
    { field: 'password', reason: 'must have at least 15 characters' },
    { field: 'password', reason: 'must have 12 characters besides your name, username and e-mail address' },
  ])
  expect((await mailsTo(clinic, drAna))[0]?.link).toContain('policy=length')
  expect((await post(clinic, reset, { token, password: 'quiet lanterns drift over' })).status).toBe(200)
})

test('[B82 part][F11 part] whoever asks gets one answer after the same writes, whether the name is known, closed, without a password, over its hourly number, or nobody’s', async () => {
  const clinic = await openClinic()
  await clinic.sql('update users set active = false where id = $1', [clinic.who(drAna).userId])
  await clinic.sql('update users set password_hash = null where id = $1', [clinic.who(paul).userId])
  const rows = async () => {
    const [counts] = await clinic.sql(
      'select (select count(*) from mails)::integer as mails, (select count(*) from mailed_links)::integer as links, (select count(*) from audit_events)::integer as events',
    )
    return counts
  }
  const known = await post(clinic, forgot, { login: pia.email })
  expect(known).toMatchObject({ status: 202, body: { status: 'accepted' } })
  for (const login of ['nobody@harbour.test', 'nobody', drAna.email, paul.email, '\u202ex@y', ...Array(5).fill(pia.email)]) {
    const before = await rows()
    const begun = performance.now()
    const answer = await post(clinic, forgot, { login }, fromElsewhere())
    expect(performance.now() - begun).toBeGreaterThan(answerMs - 2)
    expect(alike(answer)).toEqual(alike(known))
    expect(await rows(), login).toEqual({
      mails: Number(before?.mails) + 1,
      links: Number(before?.links) + 1,
      events: Number(before?.events) + 1,
    })
  }
  expect(await clinic.sql(`select count(*)::integer as mails, state from mails group by state order by state`)).toEqual([
    { mails: 6, state: 'nobody' },
    { mails: 5, state: 'waiting' },
  ])
  expect(await mailsTo(clinic, pia)).toHaveLength(5)
  const events = await clinic.events('password.reset-asked')
  expect(events.map((event) => [event.tenant_id === INSTALLATION_TENANT, event.actor_id, event.rule])).toEqual([
    [false, null, 'public:link'],
    ...Array(2).fill([true, null, 'public:link']),
    ...Array(2).fill([false, null, 'public:link']),
    [true, null, 'public:link'],
    ...Array(4).fill([false, null, 'public:link']),
    [false, null, 'public:link:limited'],
  ])
  // The sixth did not take the place of the fifth.
  expect((await post(clinic, reset, { token: tokenIn((await mailsTo(clinic, pia))[0]?.text ?? ''), password })).status).toBe(200)
  clinic.clock.pass(3601)
  await post(clinic, forgot, { login: pia.email })
  expect((await mailsTo(clinic, pia)).filter(({ template }) => template === 'reset')).toHaveLength(6)
})

test('[F11 part] of twenty who ask at once for one account, five get a link mailed, and one of the links leads somewhere', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  await Promise.all(Array.from({ length: 20 }, () => post(clinic, forgot, { login: paul.email }, fromElsewhere())))
  const mails = await mailsTo(clinic, paul)
  expect(mails).toHaveLength(5)
  const answers = await Promise.all(mails.map(({ text }) => post(clinic, reset, { token: tokenIn(text), password: 'weak' })))
  expect(answers.map(({ status }) => status).sort()).toEqual([410, 410, 410, 410, 422])
})

test('[B82 part] the host of a link is the configured one, whatever the request says', async () => {
  const clinic = await openClinic()
  const poisoned = ['evil.test', 'evil.test:8080', 'localhost:8080@evil.test']
  for (const host of poisoned) expect(await poison(clinic, host)).toBe(202)
  const mails = await mailsTo(clinic, pia)
  expect(mails).toHaveLength(poisoned.length)
  for (const { text } of mails) {
    expect(text.match(/https?:\/\/\S+/g)).toEqual([
      expect.stringMatching(/^http:\/\/localhost:8080\/reset#token=[\w-]{43}&policy=composition$/),
    ])
    expect(text).not.toContain('evil')
  }
})

test('[B82 part] a table shows no link that could be followed, and a changed password takes a link that waits with it', async () => {
  const clinic = await openClinic()
  const token = await linkFor(clinic, paul)
  const tables = await clinic.sql(
    `select table_name::text as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  for (const { name } of tables) {
    const rows = JSON.stringify(await clinic.sql(`select to_jsonb(t) as row from ${String(name)} t`))
    for (const form of [token, Buffer.from(token).toString('hex'), Buffer.from(token, 'base64url').toString('hex')]) {
      expect(rows.includes(form), String(name)).toBe(false)
    }
  }
  const { accessToken } = await pairOf(clinic, paul)
  const change = { currentPassword: castPassword, newPassword: password }
  expect((await post(clinic, '/api/auth/password/change', change, bearer(accessToken))).status).toBe(200)
  expect(await post(clinic, reset, { token, password: `${password}-2` })).toMatchObject({ status: 410, body: { code: 'LINK_REPLACED' } })
  expect((await mailsTo(clinic, paul)).map(({ template }) => template)).toEqual(['password-changed', 'reset'])
})

test('the mailbox of the demo shows everybody their own mails and an administrator those of the organisation, of the newest first, page by page', async () => {
  const clinic = await openClinic()
  for (const person of [pia, paul, drAna]) await post(clinic, forgot, { login: person.email })
  const all = await (await clinic.as(max)).listMailbox({ query: { limit: 2 } })
  expect(all.items.map(({ to }) => to)).toEqual([drAna.email, paul.email])
  const more = await (await clinic.as(max)).listMailbox({ query: { cursor: all.next ?? '' } })
  expect([more.items.map(({ to }) => to), more.next]).toEqual([[pia.email], null])
  const own = await (await clinic.as(pia)).listMailbox({ query: {} })
  expect(own.items).toMatchObject([
    { to: pia.email, template: 'reset', subject: 'בחירת סיסמה חדשה', link: expect.stringMatching(/^\/reset#token=/) },
  ])
})

async function linkFor(clinic: Clinic, person: Person): Promise<string> {
  expect((await post(clinic, forgot, { login: person.email })).status).toBe(202)
  const [mail] = await mailsTo(clinic, person)
  return tokenIn(mail?.text ?? '')
}

/** Newest first. */
async function mailsTo(clinic: Clinic, { email }: { email: string }) {
  const { items } = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
  return items.filter(({ to }) => to === email)
}

async function signIn(clinic: Clinic, { email: login }: Person, typed: string): Promise<number> {
  return (await post(clinic, '/api/auth/login', { login, password: typed })).status
}

/** Asks with a Host that is not ours, which fetch would not send. */
function poison(clinic: Clinic, host: string): Promise<number | undefined> {
  const headers = {
    host,
    'content-type': 'application/json',
    'x-forwarded-host': host,
    'x-forwarded-proto': 'https',
    forwarded: `host=${host}`,
    origin: `https://${host}`,
  }
  return new Promise((resolve, reject) => {
    const asking = request(clinic.url + forgot, { method: 'POST', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asking.on('error', reject)
    asking.end(JSON.stringify({ login: pia.email }))
  })
}
