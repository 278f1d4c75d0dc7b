import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, drOtto, max, pia } from '../../../tests/people.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import { alike, bearer, browse, eventsOf, fromElsewhere, knows, pairOf, post, send } from './identity.fixture.ts'

const strong = 'A-new-Pass7-for-me'
const nora = { email: 'Nora.Nord@Example.test', password: strong, displayName: 'N. Nord', username: 'Nora_N' }

test('[C10 part] who registers signs in by e-mail or username and is who they said, a patient of the open organisation', async () => {
  const clinic = await openClinic()
  expect(await clinic.stranger().register({ body: nora })).toEqual({ status: 'accepted' })
  const grant = await clinic.stranger().login({ body: { login: ' NORA.NORD@EXAMPLE.TEST ', password: strong } })
  if (!('accessToken' in grant)) throw new Error('no bearer grant')
  expect(grant).toMatchObject({ tokenType: 'Bearer', expiresIn: 300 })
  const me = await send(clinic, 'GET', '/api/auth/me', { headers: bearer(grant.accessToken) })
  expect(me.body).toMatchObject({
    email: nora.email,
    username: nora.username,
    displayName: nora.displayName,
    role: 'patient',
    language: 'en',
    organisation: { id: clinic.who(pia).tenantId, slug: 'harbour', name: 'Harbour Clinic', passwordPolicy: 'composition' },
    assurance: 1,
    requestCount: 3,
  })
  expect(me.body.patientId).toEqual(expect.any(String))
  expect((await post(clinic, '/api/auth/login', { username: 'nora_n', password: strong })).status).toBe(200)
  expect((await post(clinic, '/api/auth/login', { email: 'nora.nord@example.test', password: strong })).status).toBe(200)
})

test('[C10] the access token counts in the Authorization header alone, its scheme in any case; in query or body it is refused', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const answer = await send(clinic, 'GET', '/api/auth/me', { headers: { authorization: `${scheme} ${accessToken}` } })
    expect(answer.status).toBe(200)
  }
  for (const name of ['access_token', 'token', 'accessToken', 'authorization']) {
    expect(await send(clinic, 'GET', `/api/auth/me?${name}=${accessToken}`)).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    })
    expect(await post(clinic, '/api/auth/logout', { [name]: accessToken })).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    })
  }
  const cookie = { cookie: `__Host-wardkeep=${accessToken}; access_token=${accessToken}` }
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: cookie })).status).toBe(401)
  for (const authorization of [accessToken, `Basic ${accessToken}`, `Bearer${accessToken}`, 'Bearer', `Bearer ${accessToken} x`]) {
    expect((await send(clinic, 'GET', '/api/auth/me', { headers: { authorization } })).status).toBe(401)
  }
})

test('[F7 part] an unknown account and a wrong password are answered alike, on every path that signs in', async () => {
  const clinic = await openClinic()
  const wrong = { email: pia.email, password: 'Wrong-Horse-7-Battery' }
  const unknown = { email: 'nobody@harbour.test', password: castPassword }
  for (const path of ['/api/auth/login', '/auth/login', '/api/auth/jwt/create', '/api/auth/jwt/create/']) {
    const [known, other] = [await post(clinic, path, wrong, fromElsewhere()), await post(clinic, path, unknown, fromElsewhere())]
    expect(known).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
    expect(alike(known)).toEqual(alike(other))
  }
})

test('a sign-in, right or wrong, leaves exactly one event, in the organisation of the account or else in that of the installation', async () => {
  const clinic = await openClinic()
  const { tenantId, userId } = clinic.who(pia)
  const right = await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword })
  const wrong = await post(clinic, '/api/auth/login', { login: pia.email, password: 'no' })
  const unknown = await post(clinic, '/api/auth/login', { login: 'nobody@harbour.test', password: 'no' })
  const foreignPage = await post(
    clinic,
    '/api/auth/login',
    { login: pia.email, password: castPassword, cookie: true },
    { origin: 'https://evil.test' },
  )
  expect(foreignPage).toMatchObject({ status: 403, body: { code: 'ORIGIN_REFUSED' } })
  expect(foreignPage.headers.get('set-cookie')).toBeNull()

  const action = 'session.signed-in'
  const refused = { action, outcome: 'denied', reason: 'INVALID_CREDENTIALS' }
  expect(await eventsOf(clinic, right.requestId)).toMatchObject([
    { action, outcome: 'allowed', tenant_id: tenantId, actor_id: userId, resource_type: 'session' },
  ])
  expect(await eventsOf(clinic, wrong.requestId)).toMatchObject([{ ...refused, tenant_id: tenantId, actor_id: null, resource_id: userId }])
  expect(await eventsOf(clinic, unknown.requestId)).toMatchObject([
    { ...refused, tenant_id: INSTALLATION_TENANT, actor_id: null, resource_id: null },
  ])
  expect(await eventsOf(clinic, foreignPage.requestId)).toMatchObject([{ action, outcome: 'denied', reason: 'ORIGIN_REFUSED' }])
})

test('a sign-in gives exactly one name', async () => {
  const clinic = await openClinic()
  const given = [{}, { login: pia.email, email: pia.email }, { email: pia.email, username: 'pia' }]
  for (const names of given) {
    const answer = await post(clinic, '/api/auth/login', { ...names, password: castPassword })
    expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST', errors: [{ field: 'login' }] } })
  }
})

test('[A39 part][C9 part] the aliases and the SimpleJWT form open the same sessions, with and without a trailing slash', async () => {
  const clinic = await openClinic()
  const body = { email: pia.email, password: castPassword }
  for (const path of ['/auth/login', '/auth/login/', '/api/auth/login/']) {
    expect(await post(clinic, path, body)).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user: { email: pia.email } } })
  }
  for (const slash of ['', '/']) {
    const made = await post(clinic, `/api/auth/jwt/create${slash}`, body)
    expect(Object.keys(made.body).sort()).toEqual(['access', 'refresh'])
    expect(await knows(clinic, String(made.body.access))).toBe(200)
    const verified = await post(clinic, `/api/auth/jwt/verify${slash}`, { token: made.body.access })
    expect(verified).toMatchObject({ status: 200, body: {} })
    expect(await eventsOf(clinic, verified.requestId)).toMatchObject([{ action: 'session.verified', outcome: 'allowed' }])
    const next = await post(clinic, `/api/auth/jwt/refresh${slash}`, { refresh: made.body.refresh })
    expect(Object.keys(next.body).sort()).toEqual(['access', 'refresh'])
    expect(next.body.refresh).not.toBe(made.body.refresh)
    const plain = await post(clinic, `/auth/refresh${slash}`, { refreshToken: next.body.refresh })
    expect(plain).toMatchObject({ status: 200, body: { tokenType: 'Bearer', expiresIn: 300 } })
  }
})

test('a token of an ended session, a changed one and no token at all do not stand', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  const refused = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }
  expect(await post(clinic, '/api/auth/jwt/verify', { token: `${accessToken.slice(0, -4)}AAAA` })).toMatchObject(refused)
  expect(await post(clinic, '/api/auth/jwt/verify', { token: 'x' })).toMatchObject(refused)
  await send(clinic, 'POST', '/api/auth/logout', { headers: bearer(accessToken) })
  const ended = await post(clinic, '/api/auth/jwt/verify', { token: accessToken })
  expect(ended).toMatchObject(refused)
  expect(await eventsOf(clinic, ended.requestId)).toMatchObject([{ action: 'session.verified', outcome: 'denied' }])
})

test('the published keys verify access tokens and hold nothing secret', async () => {
  const clinic = await openClinic()
  const { keys } = await clinic.stranger().jwks()
  expect(keys).toMatchObject([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }])
  expect(Object.keys(keys[0] ?? {})).not.toContain('d')
})

test('a user who is switched off is out at the next request, and cannot sign in', async () => {
  const clinic = await openClinic()
  const { accessToken, refreshToken } = await pairOf(clinic, drOtto)
  const { cookie } = await browse(clinic, drOtto)
  expect(await knows(clinic, accessToken)).toBe(200)
  await clinic.sql('update users set active = false where id = $1', [clinic.who(drOtto).userId])
  expect(await knows(clinic, accessToken)).toBe(401)
  expect((await send(clinic, 'GET', '/api/auth/csrf', { headers: { cookie } })).status).toBe(401)
  expect((await post(clinic, '/auth/refresh', { refreshToken })).status).toBe(401)
  const closed = await post(clinic, '/api/auth/login', { login: drOtto.email, password: castPassword })
  const unknown = await post(clinic, '/api/auth/login', { login: 'nobody@hilltop.test', password: castPassword })
  expect(alike(closed)).toEqual(alike(unknown))
})

test('what nobody asked for stays out of the tables: no sign-in name, password or token is stored as text', async () => {
  const clinic = await openClinic()
  const { accessToken, refreshToken } = await pairOf(clinic, max)
  const { cookie } = await browse(clinic, max)
  const tables = ['users', 'sessions', 'sign_in_names', 'refresh_tokens', 'audit_events']
  for (const table of tables) {
    const text = JSON.stringify(await clinic.sql(`select t::text as row from ${table} t`))
    for (const secret of [max.email, max.displayName, castPassword, accessToken, refreshToken, cookie.split('.')[1] ?? '?'])
      expect(text).not.toContain(secret)
  }
})
