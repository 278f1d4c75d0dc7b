import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drOtto, max, paul } from '../../../tests/people.ts'
import { acceptedCase, type Limits, setTo } from './assistant.fixture.ts'
import { farModel, openFarModel, says, written } from './far-model.fixture.ts'

test('[F67 part] a caller and an organisation spend to the last token of their day, not one more, however many ask at once, and again the next day', async () => {
  const clinic = await openClinic()
  const { id, doctor, other } = await acceptedCase(clinic)
  const ask = () =>
    doctor.assistSummary({ body: { caseId: id } }).then(
      () => 'asked',
      (problem: { status: number; code: string }) => problem.code,
    )
  const admin = await clinic.as(max)
  expect(await ask()).toBe('asked')
  const { tokens: one, calls } = (await admin.readAssistant()).today
  expect({ calls, more: one > 10 }).toEqual({ calls: 1, more: true })
  await setTo(clinic, { userTokens: 6 * one })
  const ends = await Promise.all(Array.from({ length: 9 }, ask))
  expect(ends.filter((end) => end === 'asked')).toHaveLength(5)
  expect(ends.filter((end) => end === 'ASSISTANT_BUDGET_SPENT')).toHaveLength(4)
  expect((await admin.readAssistant()).today).toMatchObject({ tokens: 6 * one, calls: 6 })
  await expect(doctor.assistSummary({ body: { caseId: id } })).rejects.toMatchObject({ status: 429, retryAfter: expect.any(Number) })
  // Another doctor has a budget of their own, within the organisation's.
  await doctor.passCaseOn({ params: { id }, body: {} })
  const next = await clinic.as(other)
  await next.acceptCase({ params: { id }, body: {} })
  await setTo(clinic, { tenantTokens: 7 * one })
  await next.assistSummary({ body: { caseId: id } })
  await expect(next.assistSummary({ body: { caseId: id } })).rejects.toMatchObject({ code: 'ASSISTANT_BUDGET_SPENT' })
  await setTo(clinic, { userSeconds: 0 })
  await expect(next.assistTriage({ body: { caseId: id } })).rejects.toMatchObject({ code: 'ASSISTANT_BUDGET_SPENT' })
  clinic.clock.pass(86_400)
  await setTo(clinic, { tenantTokens: one })
  await (await clinic.as(other)).assistSummary({ body: { caseId: id } })
})

test('[F67 part] what a model outside can cost at most is kept ready before it is asked, and what it did cost is what counts', async () => {
  const far = await openFarModel(says({ text: written('Short.', ['It began']), parts: 4 }))
  const clinic = await openClinic({
    assistant: { url: far.url, key: undefined, model: farModel, priceIn: 1000, priceOut: 1000 },
    egress: { open: [], inside: [new URL(far.url).origin] },
  })
  const { id, doctor } = await acceptedCase(clinic, { assistant: true })
  const tooLittle: Limits[] = [{ userCents: 0 }, { userSeconds: 19 }, { userTokens: 1200 }]
  for (const none of tooLittle) {
    await setTo(clinic, { outside: true, ...none })
    await expect(doctor.assistSummary({ body: { caseId: id } })).rejects.toMatchObject({ code: 'ASSISTANT_BUDGET_SPENT' })
  }
  expect(far.asked).toHaveLength(0)
  await setTo(clinic, { outside: true })
  // Told a line at a time: what was sent is written down before it is sent, and the draft before it is told.
  const lines: { step: string; characters?: number }[] = []
  const draft = await doctor.assistSummary({ body: { caseId: id } }, { progress: (line) => lines.push(line) })
  expect(draft).toMatchObject({ text: 'Short.', state: 'open' })
  expect(lines.map(({ step }) => step)).toEqual(['prepared', ...Array(6).fill('writing'), 'checking'])
  expect((await (await clinic.as(max)).readAssistant()).today).toMatchObject({ tokens: 340, cents: 0.34, calls: 1 })
  let open = { outcome: '' as unknown }
  far.now(async (reply, asked) => {
    const [row] = await clinic.sql('select outcome from assistant_calls order by id desc limit 1')
    open = { outcome: row?.outcome }
    says({ text: 'no JSON' })(reply, asked)
  })
  const told: string[] = []
  await expect(doctor.assistSummary({ body: { caseId: id } }, { progress: ({ step }) => told.push(step) })).rejects.toMatchObject({
    status: 503,
    code: 'ASSISTANT_FAILED',
  })
  expect(open).toEqual({ outcome: null })
  expect(told[0]).toBe('prepared')
  expect((await clinic.events('assistant.summarised')).map(({ outcome }) => outcome)).toEqual([
    'denied',
    'denied',
    'denied',
    'allowed',
    'failed',
  ])
  // What is refused before anything is known keeps its own status.
  const raw = await fetch(`${clinic.url}/api/ai/summary`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await clinic.token(drOtto)}`, accept: 'application/x-ndjson', 'content-type': 'application/json' },
    body: JSON.stringify({ caseId: id }),
  })
  expect([raw.status, raw.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8'])
})

test('[A82 part] in the demo anybody may try a made-up text, by the rules of this server though a model outside is set up, and so much a day from one address; nothing of it is kept', async () => {
  const far = await openFarModel(says({ text: written('Far away.', []) }))
  const clinic = await openClinic({
    assistant: { url: far.url, key: undefined, model: farModel, priceIn: 0, priceOut: 0 },
    egress: { open: [], inside: [new URL(far.url).origin] },
  })
  await setTo(clinic, { outside: true })
  const stranger = clinic.stranger()
  const text = 'I have crushing chest pain and my name is Canary Body.'
  expect(await stranger.assistTriage({ body: { text } })).toMatchObject({
    draft: true,
    provider: 'offline',
    urgency: 'urgent',
    flags: expect.arrayContaining(['made-up-only']),
    can: [],
  })
  expect(await stranger.assistSummary({ body: { text, language: 'en' } })).not.toHaveProperty('id')
  expect((await stranger.assistReply({ body: { text } })).label.code).toBe('AIAST')
  const { id } = await acceptedCase(clinic)
  await expect(stranger.assistTriage({ body: { caseId: id } })).rejects.toMatchObject({ status: 401 })
  await expect((await clinic.as(paul)).assistTriage({ body: { text } })).rejects.toMatchObject({ status: 403 })
  const from = (address: string, more: Record<string, string> = {}, long = text) =>
    fetch(`${clinic.url}/api/ai/triage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...more },
      body: JSON.stringify({ text: long }),
    }).then(({ status }) => status)
  expect(await from('203.0.113.9', { authorization: 'Bearer none' })).toBe(401)
  const long = 'נעל '.repeat(5000)
  const statuses: number[] = []
  for (let turn = 0; turn < 6; turn += 1) statuses.push(await from('203.0.113.9', {}, long))
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  expect(await from('203.0.113.10')).toBe(200)
  const events = await clinic.events('assistant.triaged')
  expect(events.filter(({ actor_role: role }) => role === 'nobody').map(({ outcome }) => outcome)).toEqual([
    ...Array(6).fill('allowed'),
    'denied',
    'allowed',
  ])
  expect(
    JSON.stringify([events, await clinic.sql('select * from assistant_use'), await clinic.sql('select * from assistant_calls')]),
  ).not.toContain('Canary')
  expect(await clinic.sql('select id from assistant_drafts')).toEqual([])
  expect(far.asked).toEqual([])
})

test('[A82 part] in production a call without a sign-in is 401, and one about anything but a case is refused', async () => {
  const clinic = await openClinic({ profile: 'production' })
  for (const ask of ['assistTriage', 'assistSummary', 'assistReply'] as const) {
    await expect(clinic.stranger()[ask]({ body: { text: 'It began' } })).rejects.toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    await expect((await clinic.as(drOtto))[ask]({ body: { text: 'It began' } })).rejects.toMatchObject({
      status: 422,
      code: 'CASE_REQUIRED',
    })
  }
})
