import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { assign, bookedVisit, endCare, note, patientOf, racing, refusalOf } from './records.fixture.ts'

const missing = { status: 404, code: 'NOT_FOUND' }

async function withAnasDraft() {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const draft = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  return { clinic, ana, draft }
}

test('[F55 part] a doctor writes a draft into the chart of a patient they care for, and reads it back as written', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  expect(draft).toMatchObject({ ...note, patientId: patientOf(clinic, pia), state: 'draft', version: 1, signatures: [], addenda: [] })
  expect(draft.author).toEqual({ id: clinic.who(drAna).doctorId, displayName: drAna.displayName })
  expect(draft.can).toEqual(['update', 'delete', 'sign'])
  expect(await ana.readRecord({ params: { id: draft.id } })).toEqual(draft)
})

test('a draft may belong to a visit, but only to one of this patient with this doctor', async () => {
  const { clinic, ana } = await withAnasDraft()
  const write = (appointmentId: string) => ana.createRecord({ body: { patientId: patientOf(clinic, pia), appointmentId, ...note } })
  const visit = await bookedVisit(clinic, drAna, pia)
  expect((await write(visit)).appointmentId).toBe(visit)
  for (const other of [await bookedVisit(clinic, drAna, paul), await bookedVisit(clinic, drIdan, pia), randomUUID()]) {
    await expect(write(other)).rejects.toMatchObject(missing)
  }
})

test('[B123 part][F56 part] each change of a draft is a new version, and the old one stays', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  const changed = { ...note, title: 'Follow-up', sections: [{ text: 'Second thoughts.' }] }
  const second = await ana.updateRecord({ params: { id: draft.id }, body: changed, version: 1 })
  expect(second).toMatchObject({ ...changed, id: draft.id, version: 2, state: 'draft', createdAt: draft.createdAt })
  const { codes: _, ...withoutCodes } = changed
  const third = await ana.updateRecord({ params: { id: draft.id }, body: withoutCodes, version: 2 })
  expect(third).toMatchObject({ ...withoutCodes, version: 3 })
  expect(third).not.toHaveProperty('codes')
  const versions = await clinic.sql('select version, by_user from record_versions where record_id = $1 order by version', [draft.id])
  expect(versions).toEqual([1, 2, 3].map((version) => ({ version, by_user: clinic.who(drAna).userId })))
})

test('[F56 part] a stale version is refused and changes nothing, and a change without one is asked for it', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  await ana.updateRecord({ params: { id: draft.id }, body: note, version: 1 })
  await expect(ana.updateRecord({ params: { id: draft.id }, body: note, version: 1 })).rejects.toMatchObject({
    status: 412,
    code: 'VERSION_CONFLICT',
  })
  const bare = await fetch(`${clinic.url}/api/records/${draft.id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await clinic.token(drAna)}`, 'content-type': 'application/json' },
    body: JSON.stringify(note),
  })
  expect(bare.status).toBe(428)
  expect(await ana.readRecord({ params: { id: draft.id } })).toMatchObject({ version: 2 })
})

test('[C24 part][T25 part] of two editors who saw the same version, exactly one wins', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  const edit = (n: number) => () => ana.updateRecord({ params: { id: draft.id }, body: { ...note, title: `Editor ${n}` }, version: 1 })
  const edits = await racing(clinic, draft.id, [edit(1), edit(2), edit(3), edit(4)])
  const won = edits.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const lost = edits.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(won).toHaveLength(1)
  expect(lost.map(({ code }) => code)).toEqual(Array(3).fill('VERSION_CONFLICT'))
  expect(await ana.readRecord({ params: { id: draft.id } })).toMatchObject({ title: won[0]?.title, version: 2 })
  expect(await clinic.sql('select version from record_versions where record_id = $1', [draft.id])).toHaveLength(2)
})

test('[C19 part][F29 part] a record, a draft and a chart out of reach look just like missing ones', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  const signed = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  await ana.signRecord({ params: { id: signed.id }, body: {} })
  const attempts: [Person, (id: string) => Promise<unknown>][] = []
  for (const reader of [drIdan, drOtto, paul]) {
    const client = await clinic.as(reader)
    attempts.push([reader, (id) => client.readRecord({ params: { id } })], [reader, (id) => client.verifyRecord({ params: { id } })])
    if (reader !== paul) {
      attempts.push([reader, (id) => client.updateRecord({ params: { id }, body: note, version: 1 })])
      attempts.push([reader, (id) => client.signRecord({ params: { id }, body: {} })])
    }
  }
  for (const [, attempt] of attempts) {
    const unknown = await refusalOf(attempt(randomUUID()))
    expect(unknown).toMatchObject(missing)
    for (const id of [draft.id, signed.id]) expect(await refusalOf(attempt(id))).toEqual(unknown)
  }
  for (const reader of [drIdan, drOtto, paul]) {
    const client = await clinic.as(reader)
    const list = (patientId: string) => refusalOf(client.listRecords({ query: { patientId } }))
    expect(await list(patientOf(clinic, pia))).toEqual(await list(randomUUID()))
    if (reader === paul) continue
    const write = (patientId: string) => refusalOf(client.createRecord({ body: { patientId, ...note } }))
    expect(await write(patientOf(clinic, pia))).toEqual(await write(randomUUID()))
  }
})

test('[C23 part][F55 part] a patient reads what is signed, never a draft, and every unsafe method is refused', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  const her = await clinic.as(pia)
  const query = { patientId: patientOf(clinic, pia) }
  await expect(her.readRecord({ params: { id: draft.id } })).rejects.toMatchObject(missing)
  expect(await her.listRecords({ query })).toEqual({ items: [], next: null })
  await ana.signRecord({ params: { id: draft.id }, body: {} })
  const read = await her.readRecord({ params: { id: draft.id } })
  expect(read).toMatchObject({ ...note, state: 'signed', can: ['verify'] })
  expect((await her.listRecords({ query })).items).toEqual([read])

  const forbidden = { status: 403, code: 'FORBIDDEN' }
  await expect(her.createRecord({ body: { ...query, ...note } })).rejects.toMatchObject(forbidden)
  await expect(her.updateRecord({ params: { id: draft.id }, body: note, version: 1 })).rejects.toMatchObject(forbidden)
  await expect(her.signRecord({ params: { id: draft.id }, body: {} })).rejects.toMatchObject(forbidden)
  for (const method of ['POST', 'PATCH', 'DELETE']) {
    const reply = await fetch(`${clinic.url}/api/records/${draft.id}`, {
      method,
      headers: { authorization: `Bearer ${await clinic.token(pia)}`, 'content-type': 'application/json' },
      body: '{}',
    })
    expect([403, 404, 405]).toContain(reply.status)
  }
  expect(await her.readRecord({ params: { id: draft.id } })).toEqual(read)
})

test('another doctor of the patient reads what is signed, not the draft, and cannot write it', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  await assign(clinic, drIdan, pia)
  const idan = await clinic.as(drIdan)
  await expect(idan.readRecord({ params: { id: draft.id } })).rejects.toMatchObject(missing)
  await ana.signRecord({ params: { id: draft.id }, body: {} })
  expect(await idan.readRecord({ params: { id: draft.id } })).toMatchObject({ state: 'signed', can: ['add', 'verify'] })
  await expect(idan.updateRecord({ params: { id: draft.id }, body: note, version: 1 })).rejects.toMatchObject(missing)
  await expect(idan.signRecord({ params: { id: draft.id }, body: {} })).rejects.toMatchObject(missing)
})

test('a doctor whose care has ended reaches the chart no more, their own draft included', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  await endCare(clinic, pia)
  await expect(ana.readRecord({ params: { id: draft.id } })).rejects.toMatchObject(missing)
  await expect(ana.updateRecord({ params: { id: draft.id }, body: note, version: 1 })).rejects.toMatchObject(missing)
  await expect(ana.signRecord({ params: { id: draft.id }, body: {} })).rejects.toMatchObject(missing)
  await expect(ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })).rejects.toMatchObject(missing)
})

test('[C25 part] an admin reads every record, writes none of their own and signs none; reception and auditor read none', async () => {
  const { clinic, draft } = await withAnasDraft()
  const admin = await clinic.as(max)
  expect(await admin.readRecord({ params: { id: draft.id } })).toMatchObject({ ...note, state: 'draft', can: ['update', 'delete'] })
  expect((await admin.listRecords({ query: { patientId: patientOf(clinic, pia) } })).items).toHaveLength(1)
  await expect(admin.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })).rejects.toMatchObject({ status: 403 })
  await expect(admin.signRecord({ params: { id: draft.id }, body: {} })).rejects.toMatchObject({ status: 403 })
  for (const other of [rita, aud]) {
    const client = await clinic.as(other)
    await expect(client.readRecord({ params: { id: draft.id } })).rejects.toMatchObject({ status: 403 })
    await expect(client.listRecords({ query: { patientId: patientOf(clinic, pia) } })).rejects.toMatchObject({ status: 403 })
  }
})

test('a list shows each record once, newest first, page by page, and leaves one event that names the patient', async () => {
  const { clinic, ana, draft } = await withAnasDraft()
  const written = [draft.id]
  for (let n = 0; n < 4; n++) {
    written.unshift((await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })).id)
  }
  const query = { patientId: patientOf(clinic, pia), limit: 2 }
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await ana.listRecords({ query: { ...query, ...(cursor === undefined ? {} : { cursor }) } })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual(written)
  const events = await clinic.events('record.listed')
  expect(events).toHaveLength(3)
  for (const event of events) expect(event).toMatchObject({ outcome: 'allowed', resource_id: null, rule: 'doctor:record.list:assigned' })
  const named = await clinic.sql(`select distinct patient_ids::text[] as ids from audit_events where action = 'record.listed'`)
  expect(named).toEqual([{ ids: [patientOf(clinic, pia)] }])
})

test('a cursor that is none of ours is a bad request', async () => {
  const { clinic, ana } = await withAnasDraft()
  for (const key of ['[]', '["now","x"]', '[1,2]', '["2026-01-01T00:00:00Z","\'; drop table records"]', '{"a":1}', 'no json']) {
    const cursor = Buffer.from(key).toString('base64url')
    await expect(ana.listRecords({ query: { patientId: patientOf(clinic, pia), cursor } })).rejects.toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    })
  }
})

test('half a surrogate pair is refused with its field, and nothing is written', async () => {
  const { clinic, ana } = await withAnasDraft()
  const body = JSON.stringify({ patientId: patientOf(clinic, pia), ...note, sections: [{ text: 'half \ud83d' }] })
  const reply = await post(clinic, '/api/records', body)
  expect(reply.status).toBe(400)
  expect(await reply.json()).toMatchObject({ code: 'BAD_REQUEST', errors: [{ field: expect.stringContaining('sections') }] })
  expect((await ana.listRecords({ query: { patientId: patientOf(clinic, pia) } })).items).toHaveLength(1)
})

async function post(clinic: Clinic, path: string, body: string) {
  const headers = { authorization: `Bearer ${await clinic.token(drAna)}`, 'content-type': 'application/json' }
  return fetch(clinic.url + path, { method: 'POST', headers, body })
}
