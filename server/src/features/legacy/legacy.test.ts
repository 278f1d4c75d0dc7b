import { createHash } from 'node:crypto'
import type { Client } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, max, mira, paul, pia, rita } from '../../../tests/people.ts'
import { importChecks, importRequests } from '../importing/index.ts'
import { cryptCanary, requestOf } from './legacy.fixture.ts'

const scopeOf = (clinic: Clinic) => ({ tenantId: clinic.who(max).tenantId, now: clinic.clock.now() })

test('[A9] ten thousand rows imported twice are the same ten thousand: counts and hashes equal, all four names of the old system kept, and the blob in no answer and readable by the role of the migrations alone', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic()
  const rows = Array.from({ length: 10_000 }, (_, place) => requestOf(place))
  const importAll = async () => {
    const done = { imported: 0, unchanged: 0, differing: 0 }
    for (let from = 0; from < rows.length; from += 500) {
      const part = await importRequests(clinic.keep, scopeOf(clinic), rows.slice(from, from + 500))
      done.imported += part.imported
      done.unchanged += part.unchanged
      done.differing += part.differing.length
    }
    return done
  }
  const stands = async () => {
    const found = await clinic.sql(
      `select id, encode(source_index, 'hex') || encode(content_hash, 'hex') || encode(content, 'hex') || encode(user_crypt, 'hex') as all from legacy_cases order by id`,
    )
    return { n: found.length, hash: createHash('sha256').update(JSON.stringify(found)).digest('hex') }
  }
  expect(await importAll()).toEqual({ imported: 10_000, unchanged: 0, differing: 0 })
  const first = await stands()
  expect(first.n).toBe(10_000)
  expect(await importAll()).toEqual({ imported: 0, unchanged: 10_000, differing: 0 })
  expect(await stands()).toEqual(first)
  const changed = [requestOf(3, { userCrypt: 'other' }), requestOf(10_001), requestOf(10_001)]
  expect(await importRequests(clinic.keep, scopeOf(clinic), changed)).toEqual({ imported: 1, unchanged: 1, differing: [5] })
  expect((await clinic.events('legacy.imported')).length).toBe(41)
  await mustKeepTheBlob(clinic)
})

/** Every page of the list, some of the cases, a search and a link: none says what the blob was, and who would could not. */
async function mustKeepTheBlob(clinic: Clinic): Promise<void> {
  const runs = await clinic.as(max)
  const answers: unknown[] = []
  let listed = 0
  for (let cursor: string | null | undefined = undefined; cursor !== null; ) {
    const page: { items: { id: string }[]; next: string | null } = await runs.listLegacyCases({
      query: { limit: 100, ...(cursor && { cursor }) },
    })
    const [{ id } = { id: '' }] = page.items
    const whole = await runs.readLegacyCase({ params: { id } })
    expect(Object.keys(whole)).toEqual(expect.arrayContaining(['userId', 'userIdentifier', 'vendorId']))
    listed += page.items.length
    answers.push(page, whole)
    cursor = page.next
  }
  expect(listed).toBe(10_001)
  answers.push(await runs.listLegacyCases({ query: { label: 'pia-7' } }), await clinic.events('legacy.read'))
  const told = JSON.stringify(answers)
  const blob = Buffer.from(cryptCanary)
  for (const form of [cryptCanary, blob.toString('hex'), blob.toString('base64').replace(/=+$/, ''), 'rypt"'])
    expect(told).not.toContain(form)
  const readers = await clinic.sql(
    `select rolname::text from pg_roles where not rolsuper and rolname !~ '^pg_' and has_column_privilege(oid, 'legacy_cases', 'user_crypt', 'select') order by 1`,
  )
  expect(readers).toEqual([{ rolname: 'wardkeep_owner' }])
}

test('[A119 part] staff read old cases as they came and find them by what the old system called people; user_crypt is in no answer, and the runtime role has no right to it', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic()
  await importRequests(clinic.keep, scopeOf(clinic), [requestOf(1), requestOf(2), requestOf(101)])
  const runs = await clinic.as(max)
  const all = await runs.listLegacyCases({ query: { limit: 2 } })
  const rest = await runs.listLegacyCases({ query: { limit: 2, cursor: all.next ?? '' } })
  expect([...all.items, ...rest.items].map(({ title }) => title)).toEqual(
    ['Question 101', 'Question 2', 'Question 1'].toSorted((a, b) => order(b) - order(a)),
  )
  const found = await runs.listLegacyCases({ query: { label: 'pia-1' } })
  expect(found.items.map(({ title }) => title).toSorted()).toEqual(['Question 1', 'Question 101'])
  for (const label of ['pia', 'PIA-1', 'pia-', 'u-1']) expect((await runs.listLegacyCases({ query: { label } })).items).toEqual([])
  const { id = '' } = found.items.at(-1) ?? {}
  const whole = await runs.readLegacyCase({ params: { id } })
  expect(whole).toMatchObject({
    userId: 'u-1',
    userIdentifier: 'pia-1',
    vendorId: 'old-vendor',
    text: expect.stringContaining('It hurts'),
    other: [{ name: 'channel' }],
    can: ['link'],
  })
  expect(JSON.stringify([all, rest, found, whole])).not.toMatch(/crypt|Crypt/)

  const { tenantId, userId } = clinic.who(max)
  const context = { tenant: tenantId, user: userId, role: 'admin', now: clinic.clock.now().toISOString() }
  for (const text of [
    'select user_crypt from legacy_cases',
    'select * from legacy_cases',
    'insert into legacy_cases select * from legacy_cases returning user_crypt',
  ])
    await expect(clinic.sqlAsApp(context, text), text).rejects.toMatchObject({ code: '42501' })
  expect(await clinic.sqlAsApp(context, 'select count(*)::integer as n from legacy_cases')).toEqual([{ n: 3 }])
  const readers = await clinic.sql(
    `select rolname::text from pg_roles where rolname like 'wardkeep%' and has_column_privilege(oid, 'legacy_cases', 'user_crypt', 'select') order by 1`,
  )
  expect(readers).toEqual([{ rolname: 'wardkeep_owner' }])
  const dumped = JSON.stringify(
    await clinic.sql(`select encode(user_crypt, 'escape') as crypt, encode(content, 'escape') as content from legacy_cases`),
  )
  expect(dumped).not.toContain(cryptCanary)
  expect(dumped).not.toContain('It hurts')

  for (const person of [drAna, rita, aud, pia])
    await expect((await clinic.as(person)).listLegacyCases({ query: {} })).rejects.toMatchObject({ status: 403 })
  const elsewhere = await clinic.as(mira)
  expect((await elsewhere.listLegacyCases({ query: {} })).items).toEqual([])
  await expect(elsewhere.readLegacyCase({ params: { id } })).rejects.toMatchObject({ status: 404 })
})

function order(title: string): number {
  return Number(/\d+/.exec(title)?.[0]) % 28
}

test('[F25][A119-123] an old case is linked once, by who verified the patient, and never by a text: of two at once one does, the journal names both, and no way back leads to another patient', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic()
  await importRequests(clinic.keep, scopeOf(clinic), [requestOf(1), requestOf(2)])
  const runs = await clinic.as(max)
  const { items } = await runs.listLegacyCases({ query: {} })
  const [id = '', second = ''] = items.map((one) => one.id)
  const [pias = '', pauls = ''] = [clinic.who(pia).patientId, clinic.who(paul).patientId]
  for (const text of ['pia-1', 'u-1', 'old-vendor', pia.email])
    await expect(
      runs.linkLegacyCase({ params: { id }, body: { patientId: text, evidence: 'known-in-person' } }),
      text,
    ).rejects.toMatchObject({ status: 400 })
  await expect(runs.linkLegacyCase({ params: { id: pias }, body: { patientId: pias, evidence: 'known-in-person' } })).rejects.toMatchObject(
    { status: 404 },
  )
  await expect(runs.linkLegacyCase({ params: { id }, body: { patientId: pias, evidence: 'member-check' } })).rejects.toMatchObject({
    status: 409,
    code: 'LEGACY_UNVERIFIED',
  })
  for (const person of [drAna, rita, pia])
    await expect(
      (await clinic.as(person)).linkLegacyCase({ params: { id }, body: { patientId: pias, evidence: 'known-in-person' } }),
    ).rejects.toMatchObject({ status: 403 })
  await expect(
    (await clinic.as(mira)).linkLegacyCase({ params: { id }, body: { patientId: pias, evidence: 'known-in-person' } }),
  ).rejects.toMatchObject({ status: 404 })

  const link = (patientId: string) => runs.linkLegacyCase({ params: { id }, body: { patientId, evidence: 'identity-document' } })
  await Promise.all([runs.listLegacyCases({ query: {} }), runs.listLegacyCases({ query: {} })])
  // Both wait at the case before either has written.
  await clinic.sql('begin')
  await clinic.sql('lock table legacy_links in access exclusive mode')
  const racing = Promise.allSettled([link(pias), link(pauls)])
  await expect.poll(() => waiting(clinic), { timeout: 10_000 }).toBe(2)
  await clinic.sql('commit')
  const settled = await racing
  expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 409, code: 'LEGACY_LINKED' } })
  const { link: made, can } = await runs.readLegacyCase({ params: { id } })
  expect(can).toEqual([])
  expect(made).toMatchObject({ evidence: 'identity-document', by: clinic.who(max).userId })
  for (const patientId of [pias, pauls]) await expect(link(patientId)).rejects.toMatchObject({ code: 'LEGACY_LINKED' })
  for (const text of [
    'update legacy_links set patient_id = patient_id',
    'delete from legacy_links',
    'update legacy_cases set vendor_id = null',
  ])
    await expect(clinic.sql(text), text).rejects.toThrow()
  const events = await clinic.events('legacy.linked')
  expect(events.filter(({ outcome }) => outcome === 'allowed')).toMatchObject([
    { resource_id: id, patient_ids: [made?.patientId], actor_id: clinic.who(max).userId, change: expect.any(Buffer) },
  ])
  expect((await runs.readLegacyCase({ params: { id: second } })).link).toBeUndefined()
})

async function waiting(clinic: Clinic): Promise<unknown> {
  const [row] = await clinic.sqlAsApp(
    {},
    `select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return row?.n
}

test('[A14] checks of the system before and those made here are one timeline, newest first, found by one number, and none of them can be changed', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic()
  const [runs, desk, looks] = await Promise.all([clinic.as(max), clinic.as(rita), clinic.as(aud)])
  const nowhere = 'http://127.0.0.1:9'
  const { fundAt } = await import('../partners/partners.fixture.ts')
  const partner = await runs.addPartner({ body: fundAt(nowhere) })
  const old = (place: number, outcome: 'member' | 'not-member') => ({
    line: place,
    sourceId: `c-${place}`,
    label: place === 2 ? '12-34' : `label ${place}`,
    vendorId: 'old-vendor',
    at: new Date(`2022-0${place}-01T08:00:00Z`),
    outcome,
  })
  const rows = [old(1, 'member'), old(2, 'not-member'), old(3, 'member')]
  expect(await importChecks(clinic.keep, scopeOf(clinic), rows)).toEqual({ imported: 3, unchanged: 0, differing: [] })
  expect(await importChecks(clinic.keep, scopeOf(clinic), rows)).toEqual({ imported: 0, unchanged: 3, differing: [] })
  const { patientId: id = '', userId: piaId } = clinic.who(pia)
  expect(await desk.checkMember({ params: { id }, body: { partnerId: partner.id, number: '1234' } })).toMatchObject({
    outcome: 'failed',
    reason: 'unreachable',
  })
  expect(piaId).toBeTruthy()

  const first = await looks.listMemberChecks({ query: { limit: 2 } })
  const rest = await looks.listMemberChecks({ query: { limit: 2, cursor: first.next ?? '' } })
  expect(
    [...first.items, ...rest.items].map(({ origin, outcome, vendorId, patientId }) => [origin, outcome, vendorId ?? patientId]),
  ).toEqual([
    ['here', 'failed', id],
    ['imported', 'member', 'old-vendor'],
    ['imported', 'not-member', 'old-vendor'],
    ['imported', 'member', 'old-vendor'],
  ])
  expect((await looks.listMemberChecks({ query: { number: '12 34' } })).items.map(({ origin }) => origin)).toEqual(['here', 'imported'])
  await expect(desk.listMemberChecks({ query: {} })).rejects.toMatchObject({ status: 403 })
  for (const text of [
    'update member_checks set at = at',
    'delete from member_checks',
    `update member_answers set outcome = 'member'`,
    'delete from member_answers',
  ])
    await expect(clinic.sql(text), text).rejects.toThrow()
  expect(JSON.stringify(await clinic.sql('select * from member_checks'))).not.toMatch(/12-34|1234|label/)
})

test('[F25 part] what was linked to a chart is read by its patient, by who acts for them and by the doctor in whose care they are, as long as that stands; by nobody before, and nobody else searches old cases', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic()
  await importRequests(clinic.keep, scopeOf(clinic), [requestOf(1), requestOf(2), requestOf(3)])
  const [runs, is, ana, idan, carer, desk] = await Promise.all([max, pia, drAna, drIdan, paul, rita].map((person) => clinic.as(person)))
  if (!runs || !is || !ana || !idan || !carer || !desk) throw new Error('the cast is signed in')
  const { patientId: id = '' } = clinic.who(pia)
  const { doctorId = '' } = clinic.who(drAna)
  const place = await runs.assignDoctor({ params: { id }, body: { doctorId, cause: 'treating' } })
  const { items } = await runs.listLegacyCases({ query: {} })
  const [first = '', second = '', third = ''] = items.map((one) => one.id)
  const of = (client: Client) => client.listLegacyCasesOf({ params: { id }, query: {} }).then((page) => page.items.map((one) => one.id))
  for (const client of [is, ana, runs]) expect(await of(client)).toEqual([])
  for (const client of [is, ana]) await expect(client.readLegacyCase({ params: { id: first } })).rejects.toMatchObject({ status: 404 })
  const link = (caseId: string, patientId: string) =>
    runs.linkLegacyCase({ params: { id: caseId }, body: { patientId, evidence: 'identity-document' } })
  await link(first, id)
  await link(second, clinic.who(paul).patientId ?? '')

  for (const client of [is, ana, runs]) expect(await of(client)).toEqual([first])
  const read = { params: { id: first } }
  const [own, treating] = await Promise.all([is.readLegacyCase(read), ana.readLegacyCase(read)])
  expect(own).toMatchObject({ text: expect.stringContaining('It hurts'), other: [], can: [], link: { patientId: id } })
  expect(own.link).not.toHaveProperty('by')
  expect(treating).toMatchObject({ other: [{ name: 'channel' }], can: [] })
  for (const client of [idan, carer]) {
    await expect(of(client)).rejects.toMatchObject({ status: 404 })
    await expect(client.readLegacyCase(read)).rejects.toMatchObject({ status: 404 })
  }
  await expect(of(desk)).rejects.toMatchObject({ status: 403 })
  for (const client of [is, ana]) {
    for (const other of [second, third])
      await expect(client.readLegacyCase({ params: { id: other } })).rejects.toMatchObject({ status: 404 })
    await expect(client.listLegacyCases({ query: { label: 'pia-1' } })).rejects.toMatchObject({ status: 403 })
  }
  const { tenantId, userId, doctorId: doctor = '' } = clinic.who(drIdan)
  const context = {
    tenant: tenantId,
    user: userId,
    role: 'doctor',
    doctor,
    now: clinic.clock.now().toISOString(),
  }
  for (const table of ['legacy_cases', 'legacy_links']) expect(await clinic.sqlAsApp(context, `select 1 from ${table}`)).toEqual([])

  await runs.linkProxy({ params: { id }, body: { email: paul.email, capacity: 'carer', scopes: ['read'] } })
  expect(await of(carer)).toEqual([first])
  expect((await carer.readLegacyCase(read)).other).toEqual([])
  await runs.endAssignment({ params: { id, relationId: place.id }, body: { ending: 'mistake' } })
  await expect(of(ana)).rejects.toMatchObject({ status: 404 })
  await expect(ana.readLegacyCase(read)).rejects.toMatchObject({ status: 404 })
  const seen = await clinic.events('legacy.read')
  for (const event of seen.filter(({ outcome }) => outcome === 'success')) expect(event).toMatchObject({ patientIds: [id] })
})
