import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, hanna, max, paul, pia, rita } from '../../../tests/people.ts'
import { leastHashCost, newReceipt, partsOfReceipt, Sealed } from '../../security/vault/index.ts'
import { alike, bearer, from, fromElsewhere, post, send } from '../identity/identity.fixture.ts'
import { given, keeperOf, question } from './cases.fixture.ts'
import { lookAfter } from './index.ts'
import { asked, guesses, mustNotFollow, readBy } from './receipts.fixture.ts'

test('a receipt has 140 random bits beyond what finds it, each character as likely as another, and is read as people write it', () => {
  const many = Array.from({ length: 4000 }, () => newReceipt())
  expect(new Set(many.map(({ secret }) => secret)).size).toBe(4000)
  expect(new Set(many.map(({ locator }) => locator)).size).toBe(4000)
  for (let place = 0; place < 28; place += 1) {
    const seen = Map.groupBy(many, ({ secret }) => secret[place])
    expect(seen.size, `character ${place}`).toBe(32)
    for (const [, alike] of seen) expect(alike.length).toBeLessThan(220)
  }
  fc.assert(
    fc.property(
      fc.constantFrom(...many.slice(0, 50)),
      fc.constantFrom('', '-', ' ', '  '),
      fc.boolean(),
      ({ receipt, locator, secret }, by, small) => {
        const written = receipt.replaceAll('-', by).replaceAll('0', 'o').replaceAll('1', 'l')
        expect(partsOfReceipt(small ? written.toLowerCase() : written)).toEqual({ locator, secret })
      },
    ),
  )
  fc.assert(fc.property(fc.string(), (text) => void expect(text.length < 40 ? partsOfReceipt(text) : undefined).toBeUndefined()))
})

test('[F24][A77 part] nobody asks without a credential and gets a receipt once; it alone reads the state and the replies and writes, until a patient claims it, once and for good', async () => {
  const clinic = await openClinic({ ownKeys: true, hashCost: leastHashCost })
  const [ana, patient] = await Promise.all([clinic.as(drAna), clinic.as(pia)])
  const { answer, receipt, id } = await asked(clinic, { title: 'Marzipan', text: 'זה כואב' }, '/api/cases')
  expect(answer).toMatchObject({ status: 201, body: { state: 'queued', title: 'Marzipan', language: 'en', can: ['write'] } })
  expect(receipt).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$/)
  const until = new Date(String(answer.body.anonymousUntil)).getTime()
  expect(until - new Date(String(answer.body.submittedAt)).getTime()).toBe(30 * 86_400_000)

  // The same address asks for a credential where one is shown that opens nothing.
  expect((await post(clinic, '/api/cases', question, bearer('wk_none'))).status).toBe(401)

  // Where it lies: a keyed hash of one part, an argon2id hash of the other, and neither part.
  const [kept] = await clinic.sql(
    'select c.receipt_hash, r.locator from cases c join case_receipts r on r.case_id = c.id where c.id = $1',
    [id],
  )
  expect(kept?.receipt_hash).toMatch(/^\$argon2id\$v=19\$m=\d{5,},t=\d,p=1\$/)
  const dump = JSON.stringify(
    await clinic.sql('select row_to_json(c)::text, row_to_json(r)::text as other from cases c join case_receipts r on r.case_id = c.id'),
  )
  for (const part of receipt.split('-')) expect(dump).not.toContain(part)

  // Nobody lists it but the doctors to whom it is offered.
  for (const person of [pia, max, rita, aud]) {
    const seen = await send(clinic, 'GET', `/api/cases/${id}`, { headers: bearer(await clinic.token(person)) })
    expect([403, 404], person.key).toContain(seen.status)
  }
  expect((await patient.listCases({ query: {} })).items).toEqual([])
  const { items } = await ana.listCases({ query: {} })
  expect(items).toMatchObject([{ id, title: 'Marzipan', anonymousUntil: answer.body.anonymousUntil }])
  expect(items[0]).not.toHaveProperty('patient')

  const accepted = await ana.acceptCase(given(id))
  expect(accepted).toMatchObject({
    state: 'accepted',
    history: [{ step: 'submitted' }, { step: 'triaged' }, { step: 'queued' }, { step: 'accepted' }],
  })
  expect(accepted).not.toHaveProperty('patient')
  const wrote = await post(clinic, '/api/receipts/messages', { receipt: receipt.toLowerCase(), text: 'Since Tuesday' }, fromElsewhere())
  expect(wrote).toMatchObject({ status: 201, body: { thread: [{ from: 'anonymous', name: '', text: 'Since Tuesday', attachments: [] }] } })
  await ana.answerCase({ params: { id }, body: { text: 'Rest, and drink' } })
  expect((await readBy(clinic, receipt)).body).toMatchObject({
    state: 'answered',
    assignee: { displayName: drAna.displayName },
    thread: [{ text: 'Since Tuesday' }, { from: 'doctor', text: 'Rest, and drink', answer: true }],
    can: ['write'],
  })

  // Who is of another organisation, or no patient, claims nothing.
  await expect((await clinic.as(hanna)).claimCase({ body: { receipt } })).rejects.toMatchObject({ status: 404, code: 'RECEIPT_UNKNOWN' })
  await expect(ana.claimCase({ body: { receipt } })).rejects.toMatchObject({ status: 403 })
  const claimed = await patient.claimCase({ body: { receipt } })
  expect(claimed).toMatchObject({
    id,
    state: 'answered',
    patient: { id: clinic.who(pia).patientId },
    thread: [{ from: 'anonymous', text: 'Since Tuesday' }, { text: 'Rest, and drink' }],
    can: ['write', 'close', 'reopen'],
  })
  expect(claimed.history.at(-1)).toMatchObject({ step: 'claimed', by: pia.displayName })
  expect(claimed).not.toHaveProperty('anonymousUntil')
  expect(await patient.readCase({ params: { id } })).toEqual(claimed)
  const spent = await readBy(clinic, receipt)
  expect(alike(spent)).toEqual(alike(await readBy(clinic, newReceipt().receipt)))
  expect(spent).toMatchObject({ status: 404, body: { code: 'RECEIPT_UNKNOWN' } })
  expect(await clinic.events('case.claimed')).toMatchObject([
    { outcome: 'denied', reason: 'RECEIPT_UNKNOWN' },
    { outcome: 'denied' },
    { outcome: 'allowed', actor_id: clinic.who(pia).userId, rule: 'patient:case.claim:self' },
  ])
  expect(await clinic.events('case.submitted')).toMatchObject([{ via: 'receipt', actor_id: null, rule: 'public:receipt', patient_ids: [] }])
  expect(await clinic.events('receipt.read')).toMatchObject([{ outcome: 'allowed' }, { outcome: 'denied' }, { outcome: 'denied' }])
  // Its words are under the patient's own key, so they end with it.
  await clinic.keep.vault.shredPatient(clinic.who(pia).tenantId, clinic.who(pia).patientId ?? '')
  const [row] = await clinic.sql('select content from cases where id = $1', [id])
  const place = { tenantId: clinic.who(pia).tenantId, table: 'cases', column: 'content', rowId: id }
  await expect(clinic.keep.vault.open(place, Sealed.fromDatabase(Buffer.from(Object(row?.content))))).rejects.toThrow()
})

test('of two who claim at the same time one has the case, and to the other the receipt opens nothing', async () => {
  const clinic = await openClinic()
  const { receipt, id } = await asked(clinic)
  const claimants = await Promise.all([clinic.as(pia), clinic.as(paul)])
  await clinic.sql('begin')
  await clinic.sql('select from cases where id = $1 for update', [id])
  const racing = Promise.allSettled(claimants.map((client) => client.claimCase({ body: { receipt } })))
  const waiting = `select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await clinic.sqlAsApp({}, waiting))[0]?.n, { timeout: 10_000 }).toBe(2)
  await clinic.sql('commit')
  const done = await racing
  expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(done.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 404, code: 'RECEIPT_UNKNOWN' } })
  expect(await clinic.sql('select count(*)::integer as n from case_changes where step = $1', ['claimed'])).toEqual([{ n: 1 }])
})

test('[T15 part][A77 part] so many questions are taken of one address and of everybody, and so many uses of receipts, counted in the database', async () => {
  const clinic = await openClinic()
  const at = (address: string) => post(clinic, '/api/receipts', question, from(address))
  const taken = await Promise.all(Array.from({ length: 8 }, () => at('203.0.113.5')))
  expect(taken.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 429, 429, 429])
  expect(Number((await at('203.0.113.5')).headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await at('203.0.113.6')).status).toBe(201)
  // In another process, and of another address of the same block, as well.
  expect((await post({ url: await clinic.another() }, '/api/receipts', question, from('203.0.113.5'))).status).toBe(429)
  await clinic.sql('update anonymous_counts set used = 200 where used = 6')
  expect((await at('203.0.113.7')).status).toBe(429)
  clinic.clock.pass(86_400)
  const next = await at('203.0.113.5')
  expect(next.status).toBe(201)

  const use = () => post(clinic, '/api/receipts/thread', { receipt: String(next.body.receipt) }, from('203.0.113.8'))
  expect((await use()).status).toBe(200)
  await clinic.sql('update anonymous_counts set used = 60 where used = 1')
  expect((await use()).status).toBe(429)
  clinic.clock.pass(3600)
  expect((await use()).status).toBe(200)
})

test('what nobody claims is deleted in time, every row of it, with an event; and no row of a case is changed or deleted by others or before', async () => {
  const clinic = await openClinic()
  const { receipt, id } = await asked(clinic, { urgency: 'urgent' })
  const kept = await asked(clinic)
  await post(clinic, '/api/receipts/messages', { receipt, text: 'More' }, fromElsewhere())
  await (await clinic.as(paul)).claimCase({ body: { receipt: kept.receipt } })
  const { tenantId, userId } = clinic.who(max)
  for (const role of ['admin', 'system', 'doctor'])
    for (const table of ['case_messages', 'case_changes', 'case_decisions']) {
      const context = { tenant: tenantId, user: role === 'system' ? '' : userId, role, now: clinic.clock.now().toISOString() }
      const done = clinic.sqlAsApp(context, `delete from ${table} where case_id = $1 returning 1`, [kept.id])
      await done.then(
        (rows) => expect(rows, `${role} ${table}`).toEqual([]),
        (cause: unknown) => expect(String(cause), `${role} ${table}`).toContain('never changed'),
      )
    }
  clinic.clock.pass(30 * 86_400 - 5)
  await lookAfter(keeperOf(clinic), clinic.clock.now())
  expect((await readBy(clinic, receipt)).status).toBe(200)
  clinic.clock.pass(6)
  expect((await readBy(clinic, receipt)).status).toBe(404)
  await lookAfter(keeperOf(clinic), clinic.clock.now())
  for (const table of ['case_messages', 'case_changes', 'case_decisions', 'case_offers', 'case_receipts'])
    expect(await clinic.sql(`select 1 from ${table} where case_id = $1`, [id]), table).toEqual([])
  expect(await clinic.sql('select id from cases')).toEqual([{ id: kept.id }])
  expect(await clinic.events('case.deleted')).toMatchObject([
    { outcome: 'allowed', via: 'system', resource_id: id, rule: 'system:case-keeper:delete' },
  ])
})

test('[T15 part] a slice of ten thousand guesses opens nothing, and what is near a receipt or finds one is answered like what is none; ids and receipts do not follow from each other', async () => {
  const clinic = await openClinic()
  await guesses(clinic, 48)
  await mustNotFollow(clinic)
})

test('a file is refused by its name and with the reason, for nobody, a patient and a vendor alike', async () => {
  const clinic = await openClinic()
  const attachments = [clinic.who(pia).userId]
  const told = { status: 400, errors: [{ field: 'attachments', reason: 'cannot be taken: this installation keeps no files yet' }] }
  expect((await asked(clinic, { attachments })).answer).toMatchObject({ status: 400, body: told })
  await expect((await clinic.as(drIdan)).listCases({ query: {} })).resolves.toMatchObject({ items: [] })
  await expect((await clinic.as(pia)).submitCase({ body: { ...question, attachments } })).rejects.toMatchObject(told)
  expect(await (await clinic.as(pia)).submitCase({ body: { ...question, attachments: [] } })).toMatchObject({ state: 'queued' })
})
