// How many requests were made, and how many may be: one count for all processes.
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../tests/clinic.ts'
import { aud, hanna, max, paul, pia, rita } from '../../tests/people.ts'
import { ask, keyOf } from '../features/api-keys/api-keys.fixture.ts'
import { bearer, send } from '../features/identity/identity.fixture.ts'

const me = '/api/auth/me'

test('[A88] four processes count every answered request of a user, of a key and of the organisation, once each, and no count ever falls', async () => {
  const clinic = await openClinic()
  const places = [clinic.url, await clinic.another(), await clinic.another(), await clinic.another()]
  const { key, apiKey } = await keyOf(clinic, ['doctor.list'])
  const tokens = await Promise.all([pia, paul, rita].map((person) => clinic.token(person)))
  const before = await countsOf(clinic)
  let last = 0
  const answers: { status: number; by: number }[] = []
  for (let round = 0; round < 5; round += 1) {
    const asked = places.flatMap((url) =>
      Array.from({ length: 12 }, async (_, n) => {
        const by = n % 4
        const { status } = await (by === 3
          ? ask({ url }, key, '/api/doctors')
          : send({ url }, 'GET', n % 3 === 0 ? '/api/patients' : me, { headers: bearer(tokens[by] ?? '') }))
        answers.push({ status, by })
      }),
    )
    await Promise.all(asked)
    const { requestCount } = await (await clinic.as(pia)).me()
    answers.push({ status: 200, by: 0 })
    expect(requestCount).toBeGreaterThan(last)
    last = requestCount
  }
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  const after = await countsOf(clinic)
  const grown = (id: string) => (after.get(id) ?? 0) - (before.get(id) ?? 0)
  for (const [by, person] of [pia, paul, rita].entries()) {
    expect(grown(clinic.who(person).userId)).toBe(answers.filter((answer) => answer.by === by).length)
  }
  const ofKey = answers.filter(({ by }) => by === 3).length
  expect(grown(apiKey.id)).toBe(ofKey)
  expect(grown(apiKey.service.id)).toBe(ofKey)
  expect(grown(clinic.who(pia).tenantId)).toBe(answers.length)
  const [events] = await clinic.sql('select count(*)::integer as n from audit_events where actor_id is not null')
  const [counts] = await clinic.sql('select sum(requests)::integer as n from request_counts c join users u on u.id = c.subject_id')
  expect(counts).toEqual(events)
})

test('[A88][F92 part] n requests of a minute are answered, through however many processes, and the next is 429 with Retry-After, until the minute is over', async () => {
  const clinic = await openClinic()
  const places = [clinic.url, await clinic.another(), await clinic.another(), await clinic.another()]
  await (await clinic.as(max)).setRequestLimits({ body: { userMinute: 10 } })
  const token = await clinic.token(paul)
  await startOfMinute(clinic)
  const patients = (url: string) => send({ url }, 'GET', '/api/patients', { headers: bearer(token) })
  const burst = await Promise.all(Array.from({ length: 40 }, (_, n) => patients(places[n % 4] ?? '')))
  expect(burst.filter(({ status }) => status === 200)).toHaveLength(10)
  const refused = burst.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(30)
  for (const { body, headers } of refused) {
    expect(body).toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(Object.keys(body)).not.toContain('items')
  }
  const [one] = refused
  const recorded = (await clinic.events()).filter((event) => event.request_id === one?.requestId)
  expect(recorded).toMatchObject([{ outcome: 'denied', reason: 'TOO_MANY_REQUESTS', patient_ids: [] }])
  expect((await send(clinic, 'GET', me, { headers: bearer(await clinic.token(pia)) })).status).toBe(200)
  clinic.clock.pass(60)
  expect((await patients(clinic.url)).status).toBe(200)
})

test('[A88] a write that is one too many does nothing, and limits outlive the process', async () => {
  const clinic = await openClinic()
  await (await clinic.as(max)).setRequestLimits({ body: { userMinute: 3 } })
  const headers = bearer(await clinic.token(rita))
  await startOfMinute(clinic)
  const name = (displayName: string, url = clinic.url) => send({ url }, 'PATCH', '/api/auth/me', { headers, body: { displayName } })
  for (const n of [1, 2, 3]) expect((await name(`Rita ${n}`)).status).toBe(200)
  expect((await name('Rita 4', await clinic.another())).status).toBe(429)
  expect((await name('Rita 5')).status).toBe(429)
  clinic.clock.pass(60)
  expect((await send(clinic, 'GET', me, { headers })).body).toMatchObject({ displayName: 'Rita 3' })
})

test('[A88] a key has its own limit, the day its own, and what a caller is refused does not use up what its organisation may', async () => {
  const clinic = await openClinic()
  await startOfMinute(clinic)
  const admin = await clinic.as(max)
  const { key } = await keyOf(clinic, ['doctor.list'], { perMinute: 2 })
  await admin.setRequestLimits({ body: { tenantMinute: 12, keyDay: 3 } })
  const statuses = []
  for (let n = 0; n < 9; n += 1) statuses.push((await ask(clinic, key, '/api/doctors')).status)
  expect(statuses).toEqual([200, 200, 429, 429, 429, 429, 429, 429, 429])
  // Max signed in, made the key and set the limits, the key was answered twice, and Paul signs in: six are left to everybody.
  const [token, other] = [await clinic.token(paul), await clinic.token(hanna)]
  const asked = await Promise.all(Array.from({ length: 20 }, () => send(clinic, 'GET', '/api/doctors', { headers: bearer(token) })))
  expect(asked.filter(({ status }) => status === 200)).toHaveLength(6)
  expect(asked.filter(({ status }) => status === 429)).toHaveLength(14)
  expect((await send(clinic, 'GET', '/api/doctors', { headers: bearer(other) })).status).toBe(200)
  clinic.clock.pass(60)
  const over = await ask(clinic, key, '/api/doctors')
  expect(over.status).toBe(429)
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(60)
})

test('[A88 part] every answer says how much is left, in the form of the current draft', async () => {
  const clinic = await openClinic()
  await (await clinic.as(max)).setRequestLimits({ body: { userMinute: 5, userDay: 100 } })
  const token = await clinic.token(pia)
  await startOfMinute(clinic)
  const { headers } = await send(clinic, 'GET', '/api/doctors', { headers: bearer(token) })
  expect(headers.get('ratelimit-policy')).toBe('"user-minute";q=5;w=60, "user-day";q=100;w=86400')
  expect(headers.get('ratelimit')).toMatch(/^"user-minute";r=4;t=\d{1,2}, "user-day";r=9\d;t=\d{1,5}$/)
})

test('the usage of an organisation is told by day, by user and by key, of days that are over too, and to its administrators alone', async () => {
  const clinic = await openClinic()
  const { key, apiKey } = await keyOf(clinic, ['doctor.list'])
  await ask(clinic, key, '/api/doctors')
  for (let n = 0; n < 3; n += 1) await send(clinic, 'GET', me, { headers: bearer(await clinic.token(aud)) })
  const yesterday = (await (await clinic.as(max)).readUsage()).days.at(-1)
  clinic.clock.pass(86_400)
  const usage = await (await clinic.as(max)).readUsage()
  // Yesterday's last request was the reading of its own usage.
  expect(usage.days.at(-2)?.requests).toBeGreaterThanOrEqual(yesterday?.requests ?? 99)
  expect(usage.days.at(-1)?.requests).toBe(2)
  expect(usage.days).toHaveLength(30)
  expect(usage.days.reduce((sum, { requests }) => sum + requests, 0)).toBe(usage.total)
  expect(usage.keys).toEqual([{ id: apiKey.id, name: `Vendor · ${apiKey.prefix}`, requests: 1, today: 0 }])
  expect(usage.users.find(({ id }) => id === clinic.who(aud).userId)).toMatchObject({ name: aud.displayName, requests: 4, today: 0 })
  for (const person of [aud, rita, pia]) await expect((await clinic.as(person)).readUsage()).rejects.toMatchObject({ status: 403 })
})

/** So that a test's requests fall into one minute. */
async function startOfMinute(clinic: Clinic): Promise<void> {
  clinic.clock.pass(60 - (clinic.clock.now().getTime() % 60_000) / 1000)
}

async function countsOf(clinic: Clinic): Promise<Map<string, number>> {
  const rows = await clinic.sql('select subject_id, requests::integer from request_counts')
  return new Map(rows.map(({ subject_id, requests }) => [String(subject_id), Number(requests)]))
}
