import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { keyScopes } from '@wardkeep/contract/api-keys.ts'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, max, mira, pia, rita } from '../../../tests/people.ts'
import { newApiKey } from '../../security/vault/index.ts'
import { alike, bearer, fromElsewhere, post, send } from '../identity/identity.fixture.ts'
import { freeTime, patientOf } from '../scheduling/visits.fixture.ts'
import { ask, keyOf } from './api-keys.fixture.ts'

test('[F21][A106] a key is shown once and stored as a keyed hash: no table, no journal and no later answer holds it or any part but its name', async () => {
  const clinic = await openClinic()
  const { key, apiKey } = await keyOf(clinic, ['doctor.list'])
  expect((await ask(clinic, key, '/api/doctors')).status).toBe(200)
  const listed = await send(clinic, 'GET', '/api/api-keys', { headers: bearer(await clinic.token(max)) })
  expect(listed.body).toMatchObject({
    items: [{ id: apiKey.id, prefix: key.slice(0, 11), scopes: ['doctor.list'], state: 'valid', requestCount: 1 }],
  })
  const secret = key.slice(12)
  expect(JSON.stringify(listed.body)).not.toContain(secret)
  const tables = await clinic.sql(
    `select table_name::text as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const forms = [key, secret, Buffer.from(key).toString('hex'), Buffer.from(secret).toString('hex'), Buffer.from(key).toString('base64')]
  for (const { name } of tables) {
    const dump = JSON.stringify(await clinic.sql(`select row_to_json(t)::text as row from ${String(name)} t`))
    for (const form of forms) expect(dump.includes(form), String(name)).toBe(false)
  }
  const [row] = await clinic.sql('select encode(key_hash, $1) as hash, prefix from api_keys', ['hex'])
  for (const stolen of [String(row?.hash), `${row?.prefix}_${row?.hash}`])
    expect((await ask(clinic, stolen, '/api/doctors')).status).toBe(401)
})

test('[F21][A106] what is unknown, altered, expired, revoked or of a disabled service is one and the same 401', async () => {
  const clinic = await openClinic()
  const [revoked, expired, disabled, living] = [
    await keyOf(clinic, ['doctor.list']),
    await keyOf(clinic, ['doctor.list'], { days: 1 }),
    await keyOf(clinic, ['doctor.list']),
    await keyOf(clinic, ['doctor.list']),
  ]
  for (const { key } of [revoked, expired, disabled, living]) expect((await ask(clinic, key, '/api/doctors')).status).toBe(200)
  const admin = await clinic.as(max)
  await admin.revokeApiKey({ params: { id: revoked.apiKey.id } })
  await admin.updateUser({ params: { id: disabled.apiKey.service.id }, body: { active: false } })
  clinic.clock.pass(86_401)
  const altered = living.key.slice(0, -1) + (living.key.endsWith('0') ? '1' : '0')
  const tried = [newApiKey().key, altered, 'wk_', revoked.key, expired.key, disabled.key]
  const answers = await Promise.all(tried.map(async (key) => alike(await ask(clinic, key, '/api/doctors'))))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(answers[0]).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
  expect((await ask(clinic, living.key, '/api/doctors')).status).toBe(200)
  await clinic.sql('update organisations set active = false where tenant_id = $1', [clinic.who(max).tenantId])
  expect((await ask(clinic, living.key, '/api/doctors')).status).toBe(401)
})

test('[V7.2.2] a key opens no session of a user: not as a cookie, a refresh token, a password, a link or an answer to a challenge, and it can prove nothing', async () => {
  const clinic = await openClinic()
  const { key } = await keyOf(clinic, ['doctor.list'])
  const doors: [string, object][] = [
    ['/api/auth/refresh', { refreshToken: key }],
    ['/api/auth/jwt/refresh/', { refresh: key }],
    ['/api/auth/jwt/verify/', { token: key }],
    ['/api/auth/login', { login: max.email, password: key }],
    ['/api/auth/login', { login: key, password: key }],
    ['/api/auth/second-factor', { challenge: key, method: 'totp', code: '000000' }],
    ['/api/auth/password/reset', { token: key, password: 'Velvet-Tundra-4-Kayak' }],
  ]
  for (const [path, body] of doors)
    for (const headers of [{}, bearer(key)]) {
      const answer = await post(clinic, path, body, { ...headers, ...fromElsewhere() })
      expect([401, 404], path).toContain(answer.status)
      expect(answer.headers.get('set-cookie'), path).toBeNull()
    }
  expect((await send(clinic, 'GET', '/api/doctors', { headers: { cookie: `__Host-wardkeep=${key}` } })).status).toBe(401)
  for (const body of [
    { method: 'password', password: castPassword },
    { method: 'totp', code: '000000' },
  ])
    expect((await post(clinic, '/api/auth/step-up', body, bearer(key))).status).toBe(403)
  expect((await ask(clinic, key, '/api/auth/sessions')).status).toBe(403)
  const { service } = (await clinic.sql('select user_id as service from api_keys'))[0] ?? {}
  expect(await clinic.sql('select id from sessions where user_id = $1', [service])).toEqual([])
})

test('[F21] revoking acts on the next request in every process, and of two who revoke a key one does', async () => {
  const clinic = await openClinic()
  const others = [await clinic.another(), await clinic.another()]
  const { key, apiKey } = await keyOf(clinic, ['doctor.list'])
  for (const url of [clinic.url, ...others]) expect((await ask({ url }, key, '/api/doctors')).status).toBe(200)
  const admin = await clinic.as(max)
  const tries = await Promise.allSettled([1, 2, 3].map(() => admin.revokeApiKey({ params: { id: apiKey.id } })))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'KEY_REVOKED' })
  for (const url of [clinic.url, ...others]) expect((await ask({ url }, key, '/api/doctors')).status).toBe(401)
  expect(await clinic.events('api-key.revoked')).toHaveLength(3)
})

test('[F21] uses that race a revocation are answered before it or refused after it, and each answered one is in the journal', async () => {
  const clinic = await openClinic()
  const { key, apiKey } = await keyOf(clinic, ['doctor.list'])
  const admin = await clinic.as(max)
  const uses = Array.from({ length: 40 }, () => ask(clinic, key, '/api/doctors'))
  const revoking = admin.revokeApiKey({ params: { id: apiKey.id } })
  const answers = await Promise.all(uses)
  await revoking
  expect(answers.filter(({ status }) => status !== 200 && status !== 401)).toEqual([])
  expect((await ask(clinic, key, '/api/doctors')).status).toBe(401)
  const events = await clinic.events('doctor.listed')
  expect(events.filter((event) => event.via === 'key' && event.outcome === 'allowed')).toHaveLength(
    answers.filter(({ status }) => status === 200).length,
  )
})

test('[F21] every use is in the journal with the key that spoke, and what a key was not made for is refused and recorded', async () => {
  const clinic = await openClinic()
  const { key, apiKey } = await keyOf(clinic, ['doctor.list'])
  const allowed = await ask(clinic, key, '/api/doctors')
  const over = await ask(clinic, key, '/api/appointments')
  expect(over).toMatchObject({ status: 403, body: { code: 'OVER_SCOPE' } })
  const never = await ask(clinic, key, '/api/patients')
  expect(never).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
  for (const [answer, outcome, reason] of [
    [allowed, 'allowed', null],
    [over, 'denied', 'OVER_SCOPE'],
    [never, 'denied', 'FORBIDDEN'],
  ] as const)
    expect((await clinic.events()).filter((event) => event.request_id === answer.requestId)).toMatchObject([
      { outcome, reason, via: 'key', actor_id: apiKey.service.id, session_id: apiKey.id },
    ])
  const { items } = await (await clinic.as(max)).listEvents({ query: { requestId: over.requestId } })
  expect(items).toMatchObject([{ via: 'key', key: apiKey.id, actor: { name: 'Vendor', role: 'service' } }])
})

test('[F21] a key of every scope reaches the directory, free times and visits, and no other endpoint of the contract: no sign-in, no people, nothing that asks for a fresh proof', async () => {
  const clinic = await openClinic()
  const { key } = await keyOf(clinic, [...keyScopes])
  const scopes: readonly string[] = keyScopes
  for (const [name, endpoint] of Object.entries<Endpoint>(api)) {
    if (endpoint.access === 'public' || scopes.includes(endpoint.access)) continue
    const [path = ''] = pathsOf(endpoint)
    const body = endpoint.body ? {} : undefined
    const answer = await ask(clinic, key, path.replaceAll(/:\w+/g, '01890000-0000-7000-8000-000000000000'), endpoint.method, body)
    expect(answer.status, name).toBe(403)
    const proof = endpoint.assurance.freshWithin !== undefined || endpoint.assurance.ofAccount
    expect(answer.body.code, name).toBe(proof ? 'SESSION_REQUIRED' : 'FORBIDDEN')
  }
  const slot = await freeTime(clinic)
  const visit = await ask(clinic, key, '/api/appointments', 'POST', { ...slot, patientId: patientOf(clinic, pia) })
  expect(visit).toMatchObject({ status: 201, body: { patient: { id: patientOf(clinic, pia) } } })
  expect((await ask(clinic, key, `/api/appointments/${visit.body.id}`)).status).toBe(200)
  expect((await ask(clinic, key, '/api/appointments')).status).toBe(200)
  expect((await ask(clinic, key, '/api/appointments', 'POST', { ...slot, patientId: patientOf(clinic, pia) })).status).toBe(409)
})

test('[F21][A106] a key ends at the border of its organisation, even with the ids of another', async () => {
  const clinic = await openClinic()
  const { key } = await keyOf(clinic, [...keyScopes], { by: mira })
  const slot = await freeTime(clinic)
  expect((await ask(clinic, key, `/api/doctors/${slot.doctorId}`)).status).toBe(404)
  expect((await ask(clinic, key, '/api/appointments', 'POST', { ...slot, patientId: patientOf(clinic, pia) })).status).toBe(404)
  expect((await ask(clinic, key, '/api/appointments')).body).toMatchObject({ items: [] })
  const { apiKey } = await keyOf(clinic, ['doctor.list'])
  await expect((await clinic.as(mira)).revokeApiKey({ params: { id: apiKey.id } })).rejects.toMatchObject({ status: 404 })
  const service = { id: apiKey.service.id }
  const stolen = (await clinic.as(mira)).makeApiKey({ body: { service, scopes: ['doctor.list'] } })
  await expect(stolen).rejects.toMatchObject({ status: 404 })
})

test('[F21] keys are made and revoked by a freshly proven administrator alone, live for ninety days at most, and a service may have two at once', async () => {
  const clinic = await openClinic()
  const { apiKey } = await keyOf(clinic, ['doctor.list'])
  const second = await (await clinic.as(max)).makeApiKey({ body: { service: { id: apiKey.service.id }, scopes: ['slots.read'] } })
  expect(second.apiKey.service).toEqual(apiKey.service)
  expect(Date.parse(second.apiKey.expiresAt) - Date.parse(second.apiKey.madeAt)).toBe(90 * 86_400_000)
  await expect(clinic.sql(`update api_keys set expires_at = made_at + interval '91 days'`)).rejects.toThrow('at_most_ninety_days')
  const body = { service: { name: 'Vendor' }, scopes: ['doctor.list'] }
  for (const person of [rita, drAna, pia]) {
    expect((await post(clinic, '/api/api-keys', body, bearer(await clinic.token(person)))).status).toBe(403)
  }
  const headers = bearer(await clinic.token(max))
  expect((await post(clinic, '/api/api-keys', { ...body, scopes: ['patient.read'] }, headers)).status).toBe(400)
  expect((await post(clinic, '/api/api-keys', { ...body, days: 91 }, headers)).status).toBe(400)
  await clinic.sql(`update sessions set proven_at = proven_at - interval '1 hour'`)
  const stale = bearer((await clinic.token(max)) ?? '')
  await clinic.sql(`update sessions set epoch = epoch + 1`)
  expect(await post(clinic, '/api/api-keys', body, stale)).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  expect((await send(clinic, 'DELETE', `/api/api-keys/${apiKey.id}`, { headers: stale })).status).toBe(401)
})

test('[F21] no one signs in as a service, and a key works from the Authorization header alone', async () => {
  const clinic = await openClinic()
  const { key } = await keyOf(clinic, ['doctor.list'])
  expect(await clinic.sql(`select n.kind from sign_in_names n join users u on u.id = n.user_id where u.role = 'service'`)).toEqual([])
  expect((await send(clinic, 'GET', `/api/doctors?token=${key}`)).status).toBe(401)
  expect((await send(clinic, 'GET', '/api/doctors', { headers: { cookie: `__Host-wardkeep=${key}` } })).status).toBe(401)
  expect((await post(clinic, '/api/auth/jwt/verify/', { token: key })).status).toBe(401)
})
