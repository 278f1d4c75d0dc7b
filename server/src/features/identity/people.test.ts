import { api, type Endpoint } from '@wardkeep/contract'
import { freshlyProvenInFull } from '@wardkeep/contract/endpoint.ts'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, castPassword, drAna, max, mira, type Person, pia, rita } from '../../../tests/people.ts'
import { bearer, knows, pairOf, post, send } from './identity.fixture.ts'
import { insertAccount } from './index.ts'

test('[F20][A72 part][V7.4.2] a disabled account is refused by its very next request, in every session and way in, and opens again when it is enabled', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const { userId } = clinic.who(rita)
  const [one, other] = [await pairOf(clinic, rita), await pairOf(clinic, rita)]
  expect(await knows(clinic, one.accessToken)).toBe(200)
  expect(await admin.updateUser({ params: { id: userId }, body: { active: false } })).toMatchObject({
    id: userId,
    active: false,
    can: ['enable', 'close'],
  })
  for (const { accessToken, refreshToken } of [one, other]) {
    expect(await knows(clinic, accessToken)).toBe(401)
    expect((await post(clinic, '/api/auth/refresh', { refreshToken })).status).toBe(401)
  }
  const refused = await post(clinic, '/api/auth/login', { login: rita.email, password: castPassword })
  const unknown = await post(clinic, '/api/auth/login', { login: 'nobody@harbour.test', password: castPassword })
  expect([refused.status, refused.body.code]).toEqual([unknown.status, unknown.body.code])
  expect(await clinic.events('user.changed')).toMatchObject([{ outcome: 'allowed', actor_id: clinic.who(max).userId, resource_id: userId }])
  expect(await clinic.events('session.revoked')).toHaveLength(2)

  await admin.updateUser({ params: { id: userId }, body: { active: true } })
  expect(await knows(clinic, one.accessToken)).toBe(401)
  expect(await knows(clinic, (await pairOf(clinic, rita)).accessToken)).toBe(200)
})

test('the list of people shows an administrator everybody of the organisation, page by page, and nobody of another', async () => {
  const clinic = await openClinic()
  await pairOf(clinic, rita)
  const admin = await clinic.as(max)
  const first = await admin.listUsers({ query: { limit: 3 } })
  const rest = await admin.listUsers({ query: { cursor: first.next ?? '' } })
  const all = [...first.items, ...rest.items]
  expect([first.items.length, rest.next, all.length]).toEqual([3, null, 7])
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted())
  const { userId } = clinic.who(rita)
  const shown = all.find(({ id }) => id === userId)
  expect(shown).toMatchObject({
    displayName: rita.displayName,
    email: rita.email,
    role: 'reception',
    active: true,
    can: ['disable', 'change-role', 'end-sessions', 'disable-password', 'close'],
  })
  expect(Date.parse(shown?.lastSignIn ?? '')).toBeGreaterThan(clinic.clock.now().getTime() - 60_000)
  expect(all.find(({ id }) => id === clinic.who(aud).userId)).not.toHaveProperty('lastSignIn')
  expect(all.find(({ id }) => id === clinic.who(max).userId)?.can).toEqual([])
  expect(all.find(({ id }) => id === clinic.who(pia).userId)?.can).toEqual(['disable', 'end-sessions', 'disable-password', 'close'])
  expect((await admin.listUsers({ query: { role: 'auditor', active: true } })).items.map(({ id }) => id)).toEqual([clinic.who(aud).userId])
  const patientId = clinic.who(pia).patientId ?? ''
  expect((await admin.listUsers({ query: { patientId } })).items.map(({ id }) => id)).toEqual([clinic.who(pia).userId])
  expect((await admin.listUsers({ query: { patientId, role: 'doctor' } })).items).toEqual([])
  expect((await (await clinic.as(mira)).listUsers({ query: { patientId } })).items).toEqual([])
  expect((await admin.listUsers({ query: { active: false } })).items).toEqual([])
  const other = await (await clinic.as(mira)).listUsers({ query: {} })
  expect(other.items.map(({ id }) => id)).not.toContain(userId)
  await expect((await clinic.as(mira)).updateUser({ params: { id: userId }, body: { active: false } })).rejects.toMatchObject({
    status: 404,
  })
  for (const person of [pia, drAna, rita, aud]) {
    const client = await clinic.as(person)
    await expect(client.listUsers({ query: {} })).rejects.toMatchObject({ status: 403 })
    await expect(client.updateUser({ params: { id: userId }, body: { active: false } })).rejects.toMatchObject({ status: 403 })
    await expect(client.changeRole({ params: { id: userId }, body: { role: 'admin' } })).rejects.toMatchObject({ status: 403 })
  }
})

test('[C15 part][C16 part][C17 part] a role is changed by an administrator with a fresh proof alone, never one’s own, and ends every session of the account', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const { userId } = clinic.who(rita)
  const { accessToken } = await pairOf(clinic, rita)
  expect(await admin.changeRole({ params: { id: userId }, body: { role: 'auditor' } })).toMatchObject({ role: 'auditor' })
  expect(await knows(clinic, accessToken)).toBe(401)
  const grant = await clinic.stranger().login({ body: { login: rita.email, password: castPassword } })
  expect(grant).toMatchObject({ user: { role: 'auditor' } })
  await expect(admin.changeRole({ params: { id: clinic.who(max).userId }, body: { role: 'auditor' } })).rejects.toMatchObject({
    status: 409,
    code: 'OWN_ACCOUNT',
  })
  await expect(admin.updateUser({ params: { id: clinic.who(max).userId }, body: { active: false } })).rejects.toMatchObject({
    code: 'OWN_ACCOUNT',
  })
  for (const person of [pia, drAna])
    await expect(admin.changeRole({ params: { id: clinic.who(person).userId }, body: { role: 'admin' } })).rejects.toMatchObject({
      code: 'ROLE_FIXED',
    })
  const { accessToken: own } = await pairOf(clinic, max)
  clinic.clock.pass(290)
  const fresh = await send(clinic, 'POST', `/api/users/${userId}/role`, { headers: bearer(own), body: { role: 'admin' } })
  expect(fresh.status).toBe(201)
  await clinic.sql(`update sessions set proven_at = proven_at - interval '10 minutes'`)
  for (const [method, path, body] of [
    ['POST', `/api/users/${userId}/role`, { role: 'auditor' }],
    ['PATCH', `/api/users/${userId}`, { active: false }],
  ] as const) {
    const stale = await send(clinic, method, path, { headers: bearer(own), body })
    expect([stale.status, stale.body.code]).toEqual([401, 'STEP_UP_REQUIRED'])
    expect(stale.headers.get('www-authenticate')).toContain('insufficient_user_authentication')
  }
})

test('[C15][C16][C17] a role can be named only where an administrator with a fresh proof gives it; in any other body it changes nothing', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, rita)
  const bodies = Object.entries<Endpoint>(api).filter(([, { body }]) => body !== undefined)
  expect(bodies.filter(([, { body }]) => !isExact(body)).map(([name]) => name)).toEqual([])
  const giving = bodies.filter(([, { body }]) => 'role' in (body?.properties ?? {}))
  expect(giving.map(([name, { access, assurance }]) => [name, access, assurance])).toEqual([
    ['changeRole', 'user.manage', freshlyProvenInFull],
    ['invite', 'invitation.manage', freshlyProvenInFull],
  ])
  const before = await clinic.sql('select * from users order by id')
  for (const more of [
    { role: 'admin' },
    { active: true },
    { patientId: clinic.who(pia).patientId },
    { email: 'x@y.example' },
    { version: 9 },
    { id: clinic.who(max).userId },
  ]) {
    const answer = await send(clinic, 'PATCH', '/api/auth/me', { headers: bearer(accessToken), body: { language: 'he', ...more } })
    expect(answer.status).toBe(400)
    const registered = await post(clinic, '/api/auth/register', {
      email: 'a@b.example',
      password: castPassword,
      displayName: 'A',
      ...more,
      ...('email' in more && { role: 'admin' }),
    })
    expect(registered.status).toBe(400)
  }
  expect(await clinic.sql('select * from users order by id')).toEqual(before)
  const changed = await send(clinic, 'PATCH', '/api/auth/me', {
    headers: bearer(accessToken),
    body: { language: 'he', displayName: 'Rita O’Desk' },
  })
  expect(changed).toMatchObject({ status: 200, body: { language: 'he', displayName: 'Rita O’Desk', role: 'reception', email: rita.email } })
  expect(await clinic.stranger().login({ body: { login: rita.email, password: castPassword } })).toMatchObject({
    user: { language: 'he', displayName: 'Rita O’Desk' },
  })
  expect(await clinic.events('account.changed')).toMatchObject([
    ...Array(6).fill({ outcome: 'failed', reason: 'BAD_REQUEST' }),
    { outcome: 'allowed', fields: ['language', 'displayName'] },
  ])
})

test('two administrators who disable each other at once do not leave the organisation without one', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  for (let round = 0; round < 5; round += 1) {
    const second = await addAdmin(clinic, round)
    const [one, other] = [await pairOf(clinic, max), await pairOf(clinic, second)]
    const { userId } = clinic.who(max)
    const answers = await Promise.all([
      send(clinic, 'PATCH', `/api/users/${second.userId}`, { headers: bearer(one.accessToken), body: { active: false } }),
      send(clinic, 'PATCH', `/api/users/${userId}`, { headers: bearer(other.accessToken), body: { active: false } }),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(
      await clinic.sql(`select id from users where role = 'admin' and active and tenant_id = $1`, [clinic.who(max).tenantId]),
    ).toHaveLength(1)
    await clinic.sql('update users set active = (id = $1) where role = $2 and tenant_id = $3', [userId, 'admin', clinic.who(max).tenantId])
  }
})

/** Whether a shape refuses what it does not name. */
function isExact(shape: object | undefined): boolean {
  return shape !== undefined && 'additionalProperties' in shape && shape.additionalProperties === false
}

async function addAdmin(clinic: Clinic, round: number): Promise<Person & { userId: string }> {
  const { tenantId, userId: like } = clinic.who(max)
  const [row] = await clinic.sql('select password_hash from users where id = $1', [like])
  const email = `second-${round}@harbour.test`
  const now = clinic.clock.now()
  const account = { tenantId, role: 'admin', email, displayName: 'Second', language: 'en', emailVerifiedAt: now, now } as const
  const userId = await clinic.asSystem(max, (tx) =>
    insertAccount(tx, clinic.keep, { ...account, passwordHash: String(row?.password_hash) }),
  )
  return { ...max, email, userId }
}
