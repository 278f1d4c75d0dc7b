import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, paul, pia } from '../../../tests/people.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import { alike, eventsOf, fromElsewhere, knows, post } from './identity.fixture.ts'

const nora = { email: 'nora@example.test', password: 'A-new-Pass7-for-me', displayName: 'N. Nord' }
const path = '/api/auth/register'

test('[B80 part] a taken e-mail address or username is answered like a free one, and changes nothing', async () => {
  const clinic = await openClinic()
  const free = await post(clinic, path, { ...nora, username: 'nora' })
  const counts = () =>
    clinic.sql(
      `select (select count(*) from users)::integer as users, (select count(*) from patients)::integer as patients,
              (select count(*) from sign_in_names)::integer as names`,
    )
  const rows = await counts()
  const taken = [
    { ...nora, email: 'NORA@example.test' },
    { ...nora, email: 'other@example.test', username: 'NORA' },
    { ...nora, email: pia.email },
  ]
  for (const body of taken) {
    const answer = await post(clinic, path, body)
    expect(alike(answer)).toEqual(alike(free))
    expect(await eventsOf(clinic, answer.requestId)).toMatchObject([
      { action: 'account.registered', outcome: 'failed', tenant_id: clinic.who(pia).tenantId, actor_id: null },
    ])
  }
  expect(free).toMatchObject({ status: 202, body: { status: 'accepted' } })
  expect(await counts()).toEqual(rows)
  expect((await post(clinic, '/auth/login', { login: pia.email, password: castPassword })).status).toBe(200)
})

test('[B80 part] of twenty registrations of one e-mail address at once, wherever they come from, five are taken and one makes an account', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(pia)
  // Opens every connection of the pool, else the first one would serve the twenty in a row.
  await Promise.all(Array.from({ length: 20 }, () => knows(clinic, token)))
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(clinic, '/auth/register', nora, fromElsewhere())))
  expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(5).fill(202), ...Array(15).fill(429)])
  const events = await clinic.events('account.registered')
  expect(events.filter((event) => event.outcome === 'allowed')).toHaveLength(1)
  expect(events).toHaveLength(20)
})

test('a registration leaves one event, which names who came and whose chart was made', async () => {
  const clinic = await openClinic()
  const answer = await post(clinic, path, { ...nora, language: 'he' })
  const [user] = await clinic.sql(`select id, patient_id, language from users where language = 'he' order by created_at desc limit 1`)
  const [event, ...more] = (await clinic.events('account.registered')).filter((row) => row.request_id === answer.requestId)
  expect(more).toEqual([])
  expect(event).toMatchObject({ outcome: 'allowed', actor_id: user?.id, actor_role: 'patient', resource_id: user?.id })
  expect(event?.patient_ids).toEqual([user?.patient_id])
})

test('[B50 part] every rule that a password breaks is told, whether or not the address is taken', async () => {
  const clinic = await openClinic()
  for (const email of [nora.email, paul.email]) {
    const answer = await post(clinic, path, { ...nora, email, password: 'short' })
    expect(answer).toMatchObject({ status: 422, body: { code: 'PASSWORD_REFUSED' } })
    expect(answer.body.errors).toEqual([
      { field: 'password', reason: 'must have at least 12 characters' },
      { field: 'password', reason: 'must have a capital letter' },
      { field: 'password', reason: 'must have a digit' },
      { field: 'password', reason: 'must have a character that is neither letter nor digit' },
    ])
    expect(await eventsOf(clinic, answer.requestId)).toMatchObject([{ outcome: 'failed', tenant_id: INSTALLATION_TENANT }])
  }
})

test('an address without a domain is not valid, and nobody chooses their own role', async () => {
  const clinic = await openClinic()
  for (const body of [
    { ...nora, email: 'nora@%%' },
    { ...nora, role: 'admin' },
    { ...nora, organisation: 'hilltop' },
  ]) {
    expect(await post(clinic, path, body)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } })
  }
})

test('where no organisation is open, and in production, the answer is the same and nothing is made', async () => {
  const clinic = await openClinic({ profile: 'production' })
  const answer = await post(clinic, path, nora)
  expect(answer).toMatchObject({ status: 202, body: { status: 'accepted' } })
  expect(await eventsOf(clinic, answer.requestId)).toMatchObject([
    { outcome: 'denied', reason: 'FORBIDDEN', tenant_id: INSTALLATION_TENANT },
  ])
  const closed = await openClinic()
  await closed.sql('update organisations set open_registration = false')
  expect(alike(await post(closed, path, nora))).toEqual(alike(answer))
  expect((await post(closed, '/auth/login', { login: nora.email, password: nora.password })).status).toBe(401)
})
