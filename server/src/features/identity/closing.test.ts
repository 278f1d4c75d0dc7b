import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { aud, castPassword, drAna, drOtto, max, mira, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { Sealed } from '../../security/vault/index.ts'
import { assign } from '../records/records.fixture.ts'
import { bearer, browse, enrol, eventsOf, knows, pairOf, post, send } from './identity.fixture.ts'
import { openAccount } from './profile.ts'

const closure = '/api/auth/account/closure'

test('a patient closes their account by typing its address: at once every session, name and credential is gone, the chart stays, and the address is free', async () => {
  const clinic = await openClinic()
  const { userId, tenantId, patientId = '' } = clinic.who(pia)
  const [here, there, browser] = [await pairOf(clinic, pia), await pairOf(clinic, pia), await browse(clinic, pia)]
  const headers = bearer(here.accessToken)
  for (const email of [paul.email, 'nobody@harbour.test', 'pia@harbour'])
    expect((await post(clinic, closure, { email }, headers)).status, email).toBe(400)
  expect(await knows(clinic, there.accessToken)).toBe(200)
  const done = await post(clinic, closure, { email: ' PIA@Harbour.TEST'.trim() }, headers)
  expect(done).toMatchObject({ status: 201, body: { status: 'closed' } })
  expect(await eventsOf(clinic, done.requestId)).toMatchObject([
    { action: 'account.closed', outcome: 'allowed', actor_id: userId, resource_id: userId },
    { action: 'session.revoked' },
    { action: 'session.revoked' },
    { action: 'session.revoked' },
  ])

  for (const { accessToken, refreshToken } of [here, there]) {
    expect(await knows(clinic, accessToken)).toBe(401)
    expect((await post(clinic, '/api/auth/refresh', { refreshToken })).status).toBe(401)
  }
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: browser.cookie } })).status).toBe(401)
  expect(await signIn(clinic, pia)).toBe(401)
  expect((await post(clinic, closure, { email: pia.email }, headers)).status).toBe(401)
  for (const table of [
    'sign_in_names',
    'second_factors',
    'passkeys',
    'passkey_locators',
    'recovery_codes',
    'known_devices',
    'email_changes',
  ])
    expect(await clinic.sql(`select from ${table} where user_id = $1`, [userId]), table).toEqual([])
  const [row] = await clinic.sql('select * from users where id = $1', [userId])
  expect(row).toMatchObject({ active: false, password_hash: null, email_index: null, patient_id: null, closed_by: userId })
  const kept = await openAccount(
    clinic.keep,
    { tenantId, userId },
    Sealed.fromDatabase(Buffer.from(row?.profile instanceof Buffer ? row.profile : '')),
  )
  expect(kept).toEqual({ email: '', displayName: '' })

  const admin = await clinic.as(max)
  expect(await admin.readPatient({ params: { id: patientId } })).toMatchObject({ displayName: pia.displayName })
  expect((await admin.listUsers({ query: {} })).items.map(({ id }) => id)).not.toContain(userId)
  await expect(admin.updateUser({ params: { id: userId }, body: { active: true } })).rejects.toMatchObject({ status: 404 })
  expect((await mailsTo(clinic, pia.email)).map(({ template }) => template)).toEqual(['account-closed'])

  expect((await register(clinic, pia.email)).status).toBe(202)
  const again = await clinic.stranger().login({ body: { login: pia.email, password: castPassword } })
  if (!('accessToken' in again)) throw new Error('nobody was signed in')
  expect(again.user.id).not.toBe(userId)
  expect(again.user.patientId).not.toBe(patientId)
  const invited = await admin.invite({ body: { email: 'pia2@harbour.test', displayName: 'Pia', role: 'patient', patientId } })
  expect(invited).toMatchObject({ state: 'waiting', patientId })
})

test('every link that was mailed to a closed account is dead: to a new password, to a confirmed address, to another address and back', async () => {
  const clinic = await openClinic()
  const changed = 'paul.new@harbour.test'
  const mine = bearer((await pairOf(clinic, paul)).accessToken)
  await post(clinic, '/api/auth/email/change', { email: changed, currentPassword: castPassword }, mine)
  await post(clinic, '/api/auth/email/change/confirmation', { token: await linkTo(clinic, changed, 'email-change') })
  const third = 'paul.third@harbour.test'
  await post(clinic, '/api/auth/email/change', { email: third, currentPassword: castPassword }, mine)
  await clinic.sql('update users set email_verified_at = null where id = $1', [clinic.who(paul).userId])
  await clinic.stranger().forgotPassword({ body: { login: changed } })
  await clinic.stranger().askForVerification({ body: { login: changed } })
  const links = {
    '/api/auth/password/reset': await linkTo(clinic, changed, 'reset'),
    '/api/auth/email/verification': await linkTo(clinic, changed, 'verification'),
    '/api/auth/email/change/confirmation': await linkTo(clinic, third, 'email-change'),
    '/api/auth/email/change/undo': await linkTo(clinic, paul.email, 'email-changed'),
  }
  const admin = await clinic.as(max)
  await admin.closeUser({ params: { id: clinic.who(paul).userId }, body: { email: changed } })
  for (const [path, token] of Object.entries(links)) {
    const more = path.endsWith('reset') ? { password: 'Velvet-Tundra-4-Kayak' } : {}
    expect(await post(clinic, path, { token, ...more }), path).toMatchObject({ status: 410, body: { code: 'LINK_REPLACED' } })
  }
  // Nothing that waited is kept, but the word that the account is closed; the former address is free too.
  const left = (await admin.listMailbox({ query: { limit: 100 } })).items.filter(({ to }) => [changed, third, paul.email].includes(to))
  expect(left.map(({ to, template }) => [to, template])).toEqual([[changed, 'account-closed']])
  for (const email of [paul.email, changed]) {
    await register(clinic, email)
    expect((await post(clinic, '/api/auth/login', { login: email, password: castPassword })).status, email).toBe(200)
  }
})

test('an administrator closes the account of who works here: their name stays with what they signed, and nobody closes their own that way, nor anything of another organisation', async () => {
  const clinic = await openClinic()
  const { userId, patientId = '' } = { ...clinic.who(drAna), patientId: clinic.who(pia).patientId }
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const draft = await ana.createRecord({ body: { patientId, type: 'visit-note', title: 'Visit', sections: [{ text: 'All is well' }] } })
  await ana.signRecord({ params: { id: draft.id }, body: {} })
  const admin = await clinic.as(max)
  const body = { email: drAna.email }
  await expect(admin.closeUser({ params: { id: userId }, body: { email: paul.email } })).rejects.toMatchObject({ status: 400 })
  await expect(admin.closeUser({ params: { id: clinic.who(max).userId }, body: { email: max.email } })).rejects.toMatchObject({
    code: 'OWN_ACCOUNT',
  })
  await expect((await clinic.as(mira)).closeUser({ params: { id: userId }, body })).rejects.toMatchObject({ status: 404 })
  for (const person of [pia, rita, aud, drOtto])
    await expect((await clinic.as(person)).closeUser({ params: { id: userId }, body })).rejects.toMatchObject({ status: 403 })
  for (const person of [drAna, rita, aud])
    await expect((await clinic.as(person)).closeAccount({ body: { email: person.email } })).rejects.toMatchObject({ status: 403 })
  expect(await admin.closeUser({ params: { id: userId }, body })).toEqual({ status: 'closed' })
  expect(await signIn(clinic, drAna)).toBe(401)
  await expect(ana.me()).rejects.toMatchObject({ status: 401 })
  await expect(admin.closeUser({ params: { id: userId }, body })).rejects.toMatchObject({ status: 404 })
  expect(await clinic.events('user.closed')).toMatchObject([
    { outcome: 'failed', reason: 'BAD_REQUEST' },
    { outcome: 'failed', reason: 'OWN_ACCOUNT' },
    { outcome: 'denied', reason: 'NOT_FOUND' },
    ...Array(4).fill({ outcome: 'denied', reason: 'FORBIDDEN' }),
    { outcome: 'allowed', actor_id: clinic.who(max).userId, resource_id: userId },
    { outcome: 'denied', reason: 'NOT_FOUND' },
  ])
  const [row] = await clinic.sql('select profile from users where id = $1', [userId])
  const profile = Sealed.fromDatabase(row?.profile instanceof Buffer ? row.profile : Buffer.alloc(0))
  expect(await openAccount(clinic.keep, { tenantId: clinic.who(max).tenantId, userId }, profile)).toEqual({
    email: '',
    displayName: drAna.displayName,
  })
  const verified = await (await clinic.as(pia)).verifyRecord({ params: { id: draft.id }, query: {} })
  expect(verified).toMatchObject({ valid: true, signer: { name: drAna.displayName } })
})

test('the last administrator cannot go, and closing asks for a proof that is fresh and as strong as the account can give', async () => {
  const clinic = await openClinic()
  await expect((await clinic.as(max)).closeAccount({ body: { email: max.email } })).rejects.toMatchObject({
    status: 409,
    code: 'LAST_ADMIN',
  })
  const { accessToken } = await pairOf(clinic, paul)
  const { secret } = await enrol(clinic, accessToken)
  expect(secret).not.toBe('')
  const level1 = await post(clinic, '/api/auth/login', { login: paul.email, password: castPassword })
  expect(level1.body).toHaveProperty('secondFactor')
  await clinic.sql(
    `update sessions set proven_at = proven_at - interval '10 minutes', second_proven_at = second_proven_at - interval '10 minutes'`,
  )
  const stale = await post(clinic, closure, { email: paul.email }, bearer(accessToken))
  expect(stale).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  expect(stale.headers.get('www-authenticate')).toContain('acr_values="aal2"')
  await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, bearer(accessToken))
  expect((await post(clinic, closure, { email: paul.email }, bearer(accessToken))).status).toBe(401)
  expect(await clinic.sql('select id from users where closed_at is not null')).toEqual([])
})

test('of a closure that meets sign-ins, refreshes and another closure, exactly one closes, and nobody is signed in afterwards', async () => {
  const clinic = await openClinic({ poolSize: 16 })
  const { userId, tenantId } = clinic.who(paul)
  const pair = await pairOf(clinic, paul)
  const token = await clinic.token(max)
  const calls = [
    () => post(clinic, closure, { email: paul.email }, bearer(pair.accessToken)),
    () => post(clinic, `/api/users/${userId}/closure`, { email: paul.email }, bearer(token)),
    ...Array.from({ length: 4 }, () => () => post(clinic, '/api/auth/login', { login: paul.email, password: castPassword })),
    () => post(clinic, '/api/auth/refresh', { refreshToken: pair.refreshToken }),
  ]
  await clinic.sql('begin')
  await clinic.sql('select from users where tenant_id = $1 and id = $2 for update', [tenantId, userId])
  const answers = Promise.all(calls.map((call) => call()))
  const waiting = async () => {
    const [row] = await clinic.sqlAsApp(
      {},
      `select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return Number(row?.n)
  }
  await expect.poll(waiting, { timeout: 15_000 }).toBeGreaterThanOrEqual(3)
  await clinic.sql('commit')
  const [one, other] = await answers
  expect([one?.status, other?.status].filter((status) => status === 201)).toHaveLength(1)
  expect(await clinic.sql('select id from sessions where user_id = $1 and ended_at is null', [userId])).toEqual([])
  expect(await signIn(clinic, paul)).toBe(401)
  const closed = (await clinic.events()).filter(({ action, outcome }) => /\.closed$/.test(String(action)) && outcome === 'allowed')
  expect(closed).toHaveLength(1)
})

async function signIn(clinic: Clinic, person: Person): Promise<number> {
  return (await post(clinic, '/api/auth/login', { login: person.email, password: castPassword })).status
}

function register(clinic: Clinic, email: string) {
  return post(clinic, '/api/auth/register', { email, password: castPassword, displayName: 'Once Again' })
}

async function mailsTo(clinic: Clinic, address: string) {
  const { items } = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
  return items.filter(({ to }) => to === address)
}

async function linkTo(clinic: Clinic, address: string, template: string): Promise<string> {
  const mail = (await mailsTo(clinic, address)).find((one) => one.template === template)
  return tokenIn(mail?.text ?? '')
}
