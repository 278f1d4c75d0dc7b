import { api } from '@wardkeep/contract'
import { keyScopes } from '@wardkeep/contract/api-keys.ts'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drOtto, max, pia, rita } from '../../../tests/people.ts'
import { acceptedCase, setTo } from './assistant.fixture.ts'

const label = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'AIAST' }

test('[F67 part][F69][LLM07 part] a draft is labelled AIAST and sealed, says what it rests on, and becomes its doctor’s own answer only when they take it over', async () => {
  const clinic = await openClinic()
  const text = 'I have had crushing chest pain since this morning. It spreads to my left arm.'
  const { id, doctor, has } = await acceptedCase(clinic, { title: 'Chest pain', text })
  const triaged = await doctor.assistTriage({ body: { caseId: id } })
  expect(triaged).toMatchObject({
    draft: true,
    kind: 'triage',
    label,
    provider: 'offline',
    urgency: 'urgent',
    state: 'open',
    can: ['accept', 'reject'],
  })
  expect(triaged.reasons[0]?.source).not.toBe('')
  const summary = await doctor.assistSummary({ body: { caseId: id } })
  for (const { text: quote } of summary.reasons) expect(text).toContain(quote)
  expect(summary.reasons.length).toBeGreaterThan(0)
  const reply = await doctor.assistReply({ body: { caseId: id } })
  expect(reply).toMatchObject({ draft: true, label, kind: 'draft-reply', can: ['edit', 'reject'] })
  expect(reply.text).toContain(pia.displayName)
  expect(reply.text).toContain(has.displayName)
  expect((await doctor.readCase({ params: { id } })).thread).toEqual([])
  expect(JSON.stringify(await (await clinic.as(pia)).readCase({ params: { id } }))).not.toContain('AIAST')
  const dump = JSON.stringify(await clinic.sql('select row_to_json(t)::text as row from assistant_drafts t'))
  for (const word of ['crushing', 'arm']) expect(dump).not.toContain(Buffer.from(word).toString('hex'))

  // What only the doctor knows is left open, and is not sent with it.
  for (const body of [{}, { text: `${reply.text} Rest.` }])
    await expect(doctor.acceptDraft({ params: { id, draftId: reply.id ?? '' }, body })).rejects.toMatchObject({ code: 'DRAFT_INCOMPLETE' })
  // Taken over in other words: these are the doctor's, and the draft stays as it was.
  const edited = await doctor.acceptDraft({ params: { id, draftId: reply.id ?? '' }, body: { text: 'Call an ambulance now.' } })
  expect(edited).toMatchObject({ state: 'edited', text: reply.text, can: [] })
  const after = await doctor.readCase({ params: { id } })
  expect(after).toMatchObject({
    state: 'answered',
    thread: [{ from: 'doctor', name: has.displayName, text: 'Call an ambulance now.', answer: true, assisted: true }],
  })
  expect(after.thread).toHaveLength(1)
  await expect(doctor.acceptDraft({ params: { id, draftId: reply.id ?? '' }, body: {} })).rejects.toMatchObject({ status: 409 })
  await doctor.acceptDraft({ params: { id, draftId: summary.id ?? '' }, body: {} })
  await expect(doctor.rejectDraft({ params: { id, draftId: summary.id ?? '' }, body: {} })).rejects.toMatchObject({ code: 'DRAFT_DECIDED' })
  await doctor.rejectDraft({ params: { id, draftId: triaged.id ?? '' }, body: {} })
  const { items } = await doctor.listDrafts({ params: { id } })
  expect(items.map(({ kind, state }) => [kind, state])).toEqual([
    ['draft-reply', 'edited'],
    ['summary', 'accepted'],
    ['triage', 'rejected'],
  ])
  const event = (await clinic.events('assistant.draft-accepted')).find(({ outcome }) => outcome === 'allowed')
  expect(event).toMatchObject({ outcome: 'allowed', actor_id: clinic.who(has).userId, resource_id: id })
})

test('[F69 part] no draft is sent twice, by two at once, by another doctor, or under the code by who did not take it over', async () => {
  const clinic = await openClinic()
  const { id, doctor, other } = await acceptedCase(clinic)
  const { id: draftId = '' } = await doctor.assistReply({ body: { caseId: id } })
  const take = () =>
    doctor.acceptDraft({ params: { id, draftId }, body: { text: 'Rest' } }).then(
      () => 'taken',
      (problem: { code: string }) => problem.code,
    )
  for (const stranger of [other, drOtto]) {
    const client = await clinic.as(stranger)
    await expect(client.acceptDraft({ params: { id, draftId }, body: {} })).rejects.toMatchObject({ status: 404 })
    await expect(client.listDrafts({ params: { id } })).rejects.toMatchObject({ status: 404 })
    await expect(client.assistSummary({ body: { caseId: id } })).rejects.toMatchObject({ status: 404 })
  }
  for (const nobody of [pia, rita, max])
    await expect((await clinic.as(nobody)).listDrafts({ params: { id } })).rejects.toMatchObject({ status: 403 })
  const insert = (user: string, draft: string) =>
    clinic.sql(
      `insert into case_messages (tenant_id, id, case_id, author, answer, content, by_user, at, draft_id)
       values ($1, gen_random_uuid(), $2, 'doctor', true, decode(repeat('00', 60), 'hex'), $3, now(), $4)`,
      [clinic.who(pia).tenantId, id, user, draft],
    )
  // An open draft, by anybody.
  await expect(insert(clinic.who(other).userId, draftId)).rejects.toMatchObject({ constraint: 'drafts_are_taken_over_first' })
  const ends = await Promise.all([take(), take(), take()])
  expect(ends.filter((end) => end === 'taken')).toHaveLength(1)
  expect((await doctor.readCase({ params: { id } })).thread).toHaveLength(1)
  // A draft that somebody else took over, and the same one again.
  await expect(insert(clinic.who(other).userId, draftId)).rejects.toMatchObject({ constraint: 'drafts_are_taken_over_first' })
  const [taker] = await clinic.sql('select decided_by from assistant_drafts where id = $1', [draftId])
  await expect(insert(String(taker?.decided_by), draftId)).rejects.toMatchObject({ constraint: 'messages_of_drafts' })
  await expect(clinic.sql(`update assistant_drafts set state = 'open', decided_by = null, decided_at = null`)).rejects.toMatchObject({
    constraint: 'drafts_are_decided_once',
  })
})

test('[F69 part][LLM03] nobody but people writes to people: no message has another author, no route takes one, and no key of a service may ask, take over or answer', async () => {
  const clinic = await openClinic()
  const { id } = await acceptedCase(clinic)
  const write = (author: string, user: string | null) =>
    clinic.sql(
      `insert into case_messages (tenant_id, id, case_id, author, answer, content, by_user, at)
       values ($1, gen_random_uuid(), $2, $3, false, decode(repeat('00', 60), 'hex'), $4, now())`,
      [clinic.who(pia).tenantId, id, author, user],
    )
  const anyone = clinic.who(pia).userId
  await expect(write('assistant', anyone)).rejects.toMatchObject({ constraint: 'case_messages_author_check' })
  await expect(write('doctor', null)).rejects.toThrow()
  await expect(write('doctor', anyone)).rejects.toMatchObject({ constraint: 'doctors_are_people' })
  // What may be written, in every body of the contract: no field that says who speaks.
  const authors = Object.entries(api).flatMap(([name, endpoint]) => {
    const fields = 'body' in endpoint ? Object.keys(endpoint.body.properties) : []
    return fields.filter((field) => /author|speaker|provider|model|draft|label|assisted/i.test(field)).map((field) => `${name}.${field}`)
  })
  expect(authors).toEqual([])
  // A program holds a key: none of the acts of the assistant, and no answer, can be among what a key may do.
  const ofDrafts = Object.values(api).filter(({ path }) => /^\/(?:ai|cases\/:id\/(?:drafts|answer))/.test(path))
  expect(ofDrafts).toHaveLength(7)
  const scopes: readonly string[] = keyScopes
  for (const { access } of ofDrafts) expect(scopes).not.toContain(access)
})

test('the assistant is off where the organisation says so, and asked about a case only where it can be', async () => {
  const clinic = await openClinic()
  const { id, doctor } = await acceptedCase(clinic)
  await setTo(clinic, { enabled: false })
  await expect(doctor.assistSummary({ body: { caseId: id } })).rejects.toMatchObject({ status: 403, code: 'ASSISTANT_OFF' })
  expect((await doctor.listDrafts({ params: { id } })).can).toEqual([])
  await setTo(clinic, { enabled: true })
  await doctor.answerCase({ params: { id }, body: { text: 'Rest' } })
  await expect(doctor.assistReply({ body: { caseId: id } })).rejects.toMatchObject({ code: 'CASE_MOVED' })
  await expect(doctor.assistReply({ body: {} })).rejects.toMatchObject({ status: 400 })
  await expect((await clinic.as(max)).setAssistant({ version: 3, body: { ...(await settings()), outside: true } })).rejects.toMatchObject({
    code: 'ASSISTANT_MISSING',
  })
  async function settings() {
    const { version, today, outsideModel, ...rest } = await (await clinic.as(max)).readAssistant()
    expect(version + today.calls + Number(outsideModel !== undefined)).toBeGreaterThan(0)
    return rest
  }
})
