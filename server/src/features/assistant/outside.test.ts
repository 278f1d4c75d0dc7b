import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { max, pia } from '../../../tests/people.ts'
import { acceptedCase, setTo } from './assistant.fixture.ts'
import { farModel, openFarModel, says, written } from './far-model.fixture.ts'

const key = 'sk-canary-4f1c9d'
const canary = {
  email: 'canary.pia@mailbox.example',
  phone: '+972 54-765-4321',
  insuranceId: 'MB-77812-X',
  address: 'Herzl Street 41, Haifa',
  birthDate: '1984-03-17',
}

async function clinicWith(
  manner: Parameters<typeof openFarModel>[0],
  more: { seconds?: number } = {},
  profile: 'demo' | 'production' = 'demo',
) {
  const far = await openFarModel(manner)
  const clinic = await openClinic({
    profile,
    assistant: { url: far.url, key, model: farModel, priceIn: 100, priceOut: 400, ...more },
    egress: { open: [], inside: [new URL(far.url).origin] },
  })
  return { far, clinic }
}

test('[F68][A82][LLM02][LLM08] in production who is not signed in is 401; nothing leaves without the switch, the consent and a budget; nothing that the chart or the installation knows of who it is reaches the model outside, it comes back in the draft, and the one event and the manifest hold names, hashes and counts alone', async () => {
  const { far, clinic } = await clinicWith(says({ text: '' }), {}, 'production')
  const { patientId = '', tenantId } = clinic.who(pia)
  await (await clinic.as(max)).updatePatient(
    {
      params: { id: patientId },
      version: 1,
      body: { contact: { email: canary.email, phone: canary.phone, address: canary.address }, insuranceId: canary.insuranceId },
    },
    { purpose: 'HOPERAT' },
  )
  const text = `My name is ${pia.displayName}, I live at ${canary.address}. Call ${canary.phone} or write to ${canary.email}. My number is ${canary.insuranceId}. The cough began after I saw Dr Ana Levi.`
  const { id, doctor, has } = await acceptedCase(clinic, { title: `${pia.displayName} coughs`, text, assistant: true })
  await doctor.writeToCase({ params: { id }, body: { text: `Dear ${pia.displayName}, since when?` } })
  const question = { body: { caseId: id } }
  for (const ask of ['assistTriage', 'assistSummary', 'assistReply'] as const) {
    await expect(clinic.stranger()[ask](question)).rejects.toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    await expect((await clinic.as(pia))[ask](question)).rejects.toMatchObject({ status: 403 })
  }
  // Off until the organisation says otherwise; then only with the consent of who asks, and within rate and cost.
  expect(await doctor.assistReply(question)).toMatchObject({ provider: 'offline' })
  const silent = await acceptedCase(clinic, { title: 'Silent', text: 'The cough began.' })
  for (const none of [{ userTokens: 0 }, { userSeconds: 0 }, { tenantCents: 0 }]) {
    await setTo(clinic, { outside: true, ...none })
    await expect(silent.doctor.assistReply({ body: { caseId: silent.id } })).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
    await expect(doctor.assistReply(question)).rejects.toMatchObject({ status: 429, code: 'ASSISTANT_BUDGET_SPENT' })
  }
  expect(far.asked).toHaveLength(0)
  await setTo(clinic, { outside: true })
  far.now((reply, asked) => {
    const { patientName } = JSON.parse(JSON.parse(asked.body).messages[1].content)
    says({ text: written(`Dear ${patientName}, a cough after a visit. Write to ⟦CONTACT-99⟧.`, ['The cough began', 'never said']) })(
      reply,
      asked,
    )
  })
  const draft = await doctor.assistReply(question)
  expect(far.asked).toHaveLength(1)
  const { store, messages, ...protocol } = JSON.parse(far.asked[0]?.body ?? '')
  expect({ store, protocol: Object.keys(protocol).toSorted() }).toEqual({
    store: false,
    protocol: ['max_completion_tokens', 'model', 'stream', 'stream_options', 'temperature'],
  })
  // All that it is told of the case, and nothing of the chart, the organisation or the installation.
  expect(Object.keys(JSON.parse(messages[1].content)).toSorted()).toEqual([
    'doctorName',
    'messages',
    'patientName',
    'text',
    'title',
    'urgency',
  ])
  const sent = far.asked
    .map(({ url, headers, body }) => JSON.stringify({ url, headers: { ...headers, authorization: '' }, body }))
    .join('\n')
  const names = [...pia.displayName.split(/[\s-]+/), ...has.displayName.split(' ').slice(1), 'Levi']
  const ours = ['Harbour', 'harbour', 'localhost', 'wardkeep', tenantId, patientId, id, has.email, key]
  for (const word of [...names, ...Object.values(canary), '4321', '7654321', 'Herzl', ...ours]) expect(sent).not.toContain(word)
  expect(sent).toContain('cough')
  expect(sent.toLowerCase()).not.toContain('stainless')
  expect(draft).toMatchObject({
    provider: 'outside',
    model: farModel,
    text: `Dear ${pia.displayName}, a cough after a visit. Write to ⟦CONTACT-99⟧.`,
    reasons: [{ text: 'The cough began', source: 'text' }],
    flags: ['quote-not-found'],
  })

  const event = (await clinic.events('assistant.drafted')).at(-1)
  expect(event).toMatchObject({ outcome: 'allowed', resource_type: 'case', resource_id: id, patient_ids: [patientId] })
  const fields = event?.fields
  expect(fields).toEqual(
    expect.arrayContaining([
      'title',
      'text',
      'messages',
      'provider=outside',
      `model=${farModel}`,
      expect.stringMatching(/^prompt=[0-9a-f]{64}$/),
      expect.stringMatching(/^removed-name=[1-9]/),
      expect.stringMatching(/^removed-contact=2$/),
    ]),
  )
  const [manifest] = await clinic.sql(`select * from assistant_calls where provider = 'outside'`)
  expect(manifest).toMatchObject({
    provider: 'outside',
    model: farModel,
    outcome: 'answered',
    tokens: '340',
    cost: '46000',
    removed: expect.objectContaining({ contact: 2 }),
  })
  const kept = JSON.stringify([manifest, await clinic.events('assistant.drafted')])
  for (const word of [...names, ...Object.values(canary), 'cough']) expect(kept).not.toContain(word)
  expect(clinic.metrics()).not.toContain('cough')
})

test('[A82 part] nothing leaves without the organisation’s switch and the sender’s consent, and how urgent a case is never does', async () => {
  const { far, clinic } = await clinicWith(says({ text: written('A summary.', ['It began']) }))
  const agreed = await acceptedCase(clinic, { assistant: true })
  expect(await agreed.doctor.assistSummary({ body: { caseId: agreed.id } })).toMatchObject({ provider: 'offline' })
  await setTo(clinic, { outside: true })
  const silent = await acceptedCase(clinic)
  await expect(silent.doctor.assistSummary({ body: { caseId: silent.id } })).rejects.toMatchObject({ status: 403, code: 'CONSENT_MISSING' })
  expect(await silent.doctor.assistTriage({ body: { caseId: silent.id } })).toMatchObject({ provider: 'offline' })
  expect((await silent.doctor.listDrafts({ params: { id: silent.id } })).outside).toBe(false)
  expect(far.asked).toHaveLength(0)
  const [denied] = await clinic.events('assistant.summarised').then((events) => events.filter(({ outcome }) => outcome === 'denied'))
  expect(denied).toMatchObject({ reason: 'CONSENT_MISSING', resource_id: silent.id })
  expect(await agreed.doctor.assistSummary({ body: { caseId: agreed.id } })).toMatchObject({
    provider: 'outside',
    text: 'A summary.',
    reasons: [{ text: 'It began' }],
  })
  expect(far.asked).toHaveLength(1)
})

const slow = (reply: ServerResponse) => void reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(': still here\n\n')
const huge = (reply: ServerResponse) => {
  reply.writeHead(200, { 'content-type': 'text/event-stream' })
  const more = () => {
    while (
      !reply.destroyed &&
      reply.write(
        `data: ${JSON.stringify({ id: 'c', model: farModel, choices: [{ index: 0, delta: { content: 'x'.repeat(4000) } }] })}\n\n`,
      )
    );
    if (!reply.destroyed) reply.once('drain', more)
  }
  more()
}

test('[F67 part] a model that is slow, huge, wrong, elsewhere, cut off or wants to act gives no draft, is asked once, and leaves a failure that says nothing of it', async () => {
  const { far, clinic } = await clinicWith(says({ text: '' }), { seconds: 1 })
  await setTo(clinic, { outside: true })
  const { id, doctor } = await acceptedCase(clinic, { assistant: true })
  const good = written('A summary.', [])
  const manners: Record<string, Parameters<typeof openFarModel>[0]> = {
    slow,
    huge,
    redirecting: (reply) => void reply.writeHead(307, { location: `${far.url}/elsewhere` }).end(),
    'cut mid-stream': says({ text: good, end: null }),
    'torn off': (reply, asked) => {
      says({ text: good, end: null })(Object.assign(reply, { end: () => reply }), asked)
      setTimeout(() => reply.destroy(), 20)
    },
    'too long for its tokens': says({ text: good, end: 'length' }),
    'of another model': says({ text: good, model: 'far-model-latest' }),
    acting: says({
      text: good,
      delta: { tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'answerCase', arguments: '{}' } }] },
    }),
    'no JSON': says({ text: 'Sure! Here is the summary.' }),
    'other JSON': says({ text: '{"answer": 1}' }),
    'control characters': says({ text: written('a\u0000b') }),
    broken: (reply) =>
      void reply.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"canary-of-the-far-side"}}'),
    'too many': (reply) => void reply.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' }).end('{}'),
    HTML: (reply) => void reply.writeHead(200, { 'content-type': 'text/html' }).end('<script>'),
  }
  for (const [name, manner] of Object.entries(manners)) {
    const before = far.asked.length
    far.now(manner)
    await expect(doctor.assistSummary({ body: { caseId: id } }), name).rejects.toMatchObject({ status: 503, code: 'ASSISTANT_FAILED' })
    expect(far.asked.length - before, name).toBe(1)
  }
  expect((await doctor.listDrafts({ params: { id } })).items).toEqual([])
  const failures = await clinic.events('assistant.summarised')
  expect(failures.map(({ outcome, reason }) => [outcome, reason])).toEqual(Object.keys(manners).map(() => ['failed', 'ASSISTANT_FAILED']))
  expect(JSON.stringify(failures)).not.toContain('canary-of-the-far-side')
  expect(await clinic.sql(`select outcome, count(*)::integer as n from assistant_calls group by 1`)).toEqual([
    { outcome: 'failed', n: Object.keys(manners).length },
  ])
  // The case is as it was, and the next good answer is taken.
  far.now(says({ text: `\`\`\`json\n${good}\n\`\`\`` }))
  expect(await doctor.assistSummary({ body: { caseId: id } })).toMatchObject({ text: 'A summary.', flags: ['unsourced'] })
})
