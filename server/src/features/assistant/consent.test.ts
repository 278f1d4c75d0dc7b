import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { max, paul, pia, rita } from '../../../tests/people.ts'
import { acceptedCase, setTo } from './assistant.fixture.ts'
import { farModel, type Manner, openFarModel, says, written } from './far-model.fixture.ts'

const said = says({ text: written('A summary.', ['It began']) })

async function asked(manner: Manner) {
  const far = await openFarModel(manner)
  const clinic = await openClinic({
    assistant: { url: far.url, key: undefined, model: farModel, priceIn: 0, priceOut: 2500 },
    egress: { open: [], inside: [new URL(far.url).origin] },
  })
  await setTo(clinic, { outside: true })
  const agreed = await acceptedCase(clinic, { assistant: true })
  const { id, doctor } = agreed
  const ask = () =>
    doctor.assistSummary({ body: { caseId: id } }).then(
      () => 'drafted',
      (problem: { code: string }) => problem.code,
    )
  const patient = await clinic.as(pia)
  const stop = () => patient.withdrawAssistantConsent({ params: { id }, body: {} })
  return { far, clinic, ...agreed, ask, patient, stop }
}

test('[A82 part] whoever agreed to an outside model takes it back, once and for good: from the next request on nothing is sent, the rules of this server go on, and it is a step and an event', async () => {
  const { far, clinic, id, doctor, ask, patient, stop } = await asked(said)
  expect((await patient.readCase({ params: { id } })).can).toContain('withdraw-assistant')
  expect((await doctor.readCase({ params: { id } })).can).not.toContain('withdraw-assistant')
  expect(await ask()).toBe('drafted')
  for (const [other, status] of [
    [paul, 404],
    [rita, 403],
    [max, 403],
  ] as const)
    await expect((await clinic.as(other)).withdrawAssistantConsent({ params: { id }, body: {} })).rejects.toMatchObject({ status })
  await expect(doctor.withdrawAssistantConsent({ params: { id }, body: {} })).rejects.toMatchObject({ status: 403 })

  const after = await stop()
  expect(after).toMatchObject({
    state: 'accepted',
    history: expect.arrayContaining([expect.objectContaining({ step: 'assistant-withdrawn', by: pia.displayName })]),
  })
  expect(after.can).not.toContain('withdraw-assistant')
  expect(await ask()).toBe('CONSENT_MISSING')
  expect(far.asked).toHaveLength(1)
  expect((await doctor.listDrafts({ params: { id } })).outside).toBe(false)
  // Again it changes nothing; nothing gives it back.
  expect((await stop()).history).toHaveLength(after.history.length)
  await expect(clinic.sql('update cases set assistant_consent = true where id = $1', [id])).rejects.toMatchObject({
    constraint: 'consent_is_not_put_back',
  })
  const { patientId, userId } = clinic.who(pia)
  const events = (await clinic.events('assistant.consent-withdrawn')).filter(({ outcome }) => outcome === 'allowed')
  expect(events[0]).toMatchObject({ actor_id: userId, patient_ids: [patientId], resource_type: 'case', resource_id: id })
  await setTo(clinic, { outside: false })
  expect(await doctor.assistSummary({ body: { caseId: id } })).toMatchObject({ provider: 'offline' })
})

test('[A82 part] what was decided on before the consent was taken back and is not sent yet is not sent, and costs nothing', async () => {
  const { far, clinic, id, ask, stop } = await asked(said)
  // The budget of the organisation is held, and with it the call that has read the consent already.
  await clinic.sql(`insert into assistant_use (tenant_id, day, subject) values ($1, $2::date, 'tenant')`, [
    clinic.who(pia).tenantId,
    clinic.clock.now().toISOString().slice(0, 10),
  ])
  await clinic.sql('begin')
  await clinic.sql(`select from assistant_use where subject = 'tenant' for update`)
  const asking = ask()
  const waiting = `select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await clinic.sql(waiting))[0]?.n, { timeout: 10_000 }).toBe(1)
  await stop()
  await clinic.sql('commit')
  expect(await asking).toBe('CONSENT_MISSING')
  expect(far.asked).toEqual([])
  expect(await clinic.sql('select outcome, tokens, cost from assistant_calls where case_id = $1', [id])).toEqual([
    { outcome: 'failed', tokens: '0', cost: '0' },
  ])
  expect((await (await clinic.as(max)).readAssistant()).today).toMatchObject({ tokens: 0, cents: 0 })
})

test('[A82 part] a call under way is cut off, and what a model had written by then is kept nowhere, by way of another process too', async () => {
  let hung = () => {}
  const cut = new Promise<void>((done) => {
    hung = done
  })
  let began = () => {}
  const writing = new Promise<void>((done) => {
    began = done
  })
  const { far, clinic, id, doctor, ask, stop } = await asked((reply) => {
    reply.on('close', hung)
    reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(': still thinking\n\n')
    began()
  })
  const asking = ask()
  await writing
  await stop()
  await cut
  expect(await asking).toBe('CONSENT_MISSING')
  expect((await doctor.listDrafts({ params: { id } })).items).toEqual([])
  const [event] = await clinic.events('assistant.summarised')
  expect(event).toMatchObject({ outcome: 'denied', reason: 'CONSENT_MISSING', resource_id: id })

  // Another process does not know of the call, but what it took back counts before the draft is kept.
  const next = await acceptedCase(clinic, { assistant: true }, paul)
  far.now(async (reply, question) => {
    await clinic.sql('update cases set assistant_consent = false where id = $1', [next.id])
    said(reply, question)
  })
  await expect(next.doctor.assistSummary({ body: { caseId: next.id } })).rejects.toMatchObject({ status: 403, code: 'CONSENT_MISSING' })
  expect((await next.doctor.listDrafts({ params: { id: next.id } })).items).toEqual([])
  expect(await clinic.sql('select outcome from assistant_calls where case_id = $1', [next.id])).toEqual([{ outcome: 'failed' }])
})
