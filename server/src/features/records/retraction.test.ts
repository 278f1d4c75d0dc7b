import { compactVerify, importJWK, type JWK } from 'jose'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, pia } from '../../../tests/people.ts'
import { assign, note, patientOf } from './records.fixture.ts'

const reason = { code: 'wrong-patient', text: 'Dictated into the wrong chart' } as const

async function withTwoSigned() {
  const clinic = await openClinic()
  await Promise.all([assign(clinic, drAna, pia), assign(clinic, drIdan, pia)])
  const [ana, idan, admin, her] = await Promise.all([drAna, drIdan, max, pia].map((person) => clinic.as(person)))
  if (!ana || !idan || !admin || !her) throw new Error('the cast is signed in')
  const patientId = patientOf(clinic, pia)
  const signed = async () => {
    const { id } = await ana.createRecord({ body: { patientId, ...note } })
    await ana.signRecord({ params: { id }, body: {} })
    return id
  }
  return { clinic, ana, idan, admin, her, patientId, ids: [await signed(), await signed()] as const }
}

test('[C24 part][C25 part][T25 part] a retraction is signed by its author’s key or by the organisation’s for an administrator, says who and why wherever the record is shown, and a stranger verifies both signatures', async () => {
  const { clinic, ana, admin, her, patientId, ids } = await withTwoSigned()
  const [byAuthor, byAdmin] = ids
  const before = await her.verifyRecord({ params: { id: byAuthor }, query: {} })
  await ana.retractRecord({ params: { id: byAuthor }, body: { reason } })
  await admin.retractRecord({ params: { id: byAdmin }, body: { reason: { ...reason, code: 'duplicate' } } }, { purpose: 'HOPERAT' })

  const { items } = await her.listRecords({ query: { patientId } })
  const told = { displayName: drAna.displayName, id: clinic.who(drAna).doctorId }
  expect(items.find(({ id }) => id === byAuthor)).toMatchObject({
    ...note,
    state: 'retracted',
    retraction: { reason, by: told, as: 'doctor' },
  })
  const runner = { displayName: max.displayName, id: clinic.who(max).userId }
  expect(await ana.readRecord({ params: { id: byAdmin } })).toMatchObject({
    retraction: { by: runner, as: 'organisation' },
    can: ['verify'],
  })

  const after = await her.verifyRecord({ params: { id: byAuthor }, query: {} })
  expect(after).toEqual({ ...before, retraction: expect.objectContaining({ valid: true }) })
  const { keys } = await clinic.stranger().signers()
  const doctor: JWK = JSON.parse(Buffer.from(after.signer.certificate.split('.')[1] ?? '', 'base64url').toString()).cnf.jwk
  const statement = await stated(after.retraction, () => doctor)
  expect(statement).toMatchObject({
    signature: before.jws,
    by: { id: told.id, as: 'doctor' },
    reason,
    record: { id: byAuthor, version: 1 },
  })
  const { retraction } = await her.verifyRecord({ params: { id: byAdmin }, query: {} })
  expect(retraction).not.toHaveProperty('certificate')
  expect(await stated(retraction, (kid) => keys.find((key) => key.kid === kid))).toMatchObject({
    by: { id: runner.id, as: 'organisation' },
  })

  await clinic.sql('alter table record_retractions disable trigger user')
  await clinic.sql('update record_retractions set jws = (select jws from record_retractions where record_id = $2) where record_id = $1', [
    byAuthor,
    byAdmin,
  ])
  expect(await her.verifyRecord({ params: { id: byAuthor }, query: {} })).toMatchObject({ valid: true, retraction: { valid: false } })
  const [event] = await clinic.sql(`select encode(change, 'hex') as change, purpose, rule, audit_events::text as whole from audit_events
    where action = 'record.retracted' and purpose is not null`)
  expect(event).toMatchObject({ purpose: 'HOPERAT', rule: 'admin:record.retract:organisation' })
  expect(String(event?.change)).toMatch(/^(?!0{64})[0-9a-f]{64}(?!0{64})[0-9a-f]{64}$/)
  expect(String(event?.whole)).not.toMatch(/wrong chart/)
})

test('[C24 part] an addendum is a signed record of its own that names the one it adds to, is shown with it, and is made once', async () => {
  const { clinic, idan, her, ids } = await withTwoSigned()
  const [id] = ids
  const body = { sections: [{ text: 'The result came back normal.' }] }
  const send = () => idan.addAddendum({ params: { id }, body }, { idempotencyKey: 'once-only-please-0001' })
  const made = await send()
  expect(await send()).toEqual(made)
  expect((await her.readRecord({ params: { id } })).addenda).toEqual([{ id: made.id, at: made.at }])
  const addendum = await her.readRecord({ params: { id: made.id } })
  expect(addendum).toMatchObject({ ...body, addsTo: id, state: 'signed', title: note.title, author: { displayName: drIdan.displayName } })
  const proof = await her.verifyRecord({ params: { id: made.id }, query: {} })
  expect(proof).toMatchObject({ valid: true, jws: made.jws })
  expect(JSON.parse(proof.canonical)).toMatchObject({ format: 'wardkeep-record/2', addsTo: id })
  expect(await clinic.events('record.added-to')).toMatchObject([{ resource_id: made.id }, { resource_id: made.id }])
})

test('[C24 part][C25 part][T25 part] by raw SQL under the runtime role nobody edits or removes what is signed, retracts it without a signature of their own, or brings back what was retracted or deleted', async () => {
  const { clinic, ana, admin, her, patientId, ids } = await withTwoSigned()
  const [id, retracted] = ids
  await ana.retractRecord({ params: { id: retracted }, body: { reason } })
  const draft = await ana.createRecord({ body: { patientId, ...note } })
  await admin.deleteRecord({ params: { id: draft.id }, version: 1 }, { purpose: 'HOPERAT' })
  const shown = await Promise.all(ids.map((one) => her.readRecord({ params: { id: one } })))
  const now = clinic.clock.now().toISOString()
  const { tenantId, userId, doctorId = '' } = clinic.who(drAna)
  const contexts: Record<string, string>[] = [
    { tenant: tenantId, user: userId, role: 'doctor', doctor: doctorId, now },
    { tenant: tenantId, user: clinic.who(drIdan).userId, role: 'doctor', doctor: clinic.who(drIdan).doctorId ?? '', now },
    { tenant: tenantId, user: clinic.who(max).userId, role: 'admin', now },
    { tenant: tenantId, role: 'system', now },
  ]
  const retraction = (fields: string, of: string) =>
    `insert into record_retractions (tenant_id, record_id, version, by_user, signing_key, certifier, statement, jws, at)
     select s.tenant_id, s.record_id, s.version, ${fields}, v.content, 'x', s.at from record_signatures s
     join record_versions v using (tenant_id, record_id, version) where s.record_id = ${of}`
  const attempts: [string, string][] = [
    [id, `update records set state = 'draft' where id = $1`],
    [id, `update records set state = 'retracted' where id = $1`],
    [id, 'update records set version = 2 where id = $1'],
    [id, 'update records set deleted_at = now(), deleted_by = ctx_user() where id = $1'],
    [id, 'update records set adds_to = id where id = $1'],
    [id, 'delete from records where id = $1'],
    [id, 'delete from record_versions where record_id = $1'],
    [id, retraction(`'${clinic.who(pia).userId}', null, repeat('A', 43)`, '$1')],
    [retracted, `update records set state = 'signed' where id = $1`],
    [retracted, `update record_retractions set jws = 'x' where record_id = $1`],
    [retracted, 'delete from record_retractions where record_id = $1'],
    [retracted, retraction(`ctx_user(), null, repeat('A', 43)`, '$1')],
    [draft.id, 'update records set deleted_at = null, deleted_by = null where id = $1'],
    [
      draft.id,
      'insert into record_versions (tenant_id, record_id, version, content, at) select tenant_id, record_id, 2, content, at from record_versions where record_id = $1',
    ],
  ]
  for (const context of contexts)
    for (const [subject, text] of attempts) {
      const outcome = await clinic.sqlAsApp(context, `${text} returning *`, [subject]).catch((cause: unknown) => cause)
      // Refused in words, or there is no such row for them.
      expect(outcome instanceof Error || (Array.isArray(outcome) && outcome.length === 0), `${context.role} ${text}`).toBe(true)
    }
  const others = retraction(`ctx_user(), s.kid, null`, '$1')
  await expect(clinic.sqlAsApp(contexts[1] ?? {}, others, [id])).rejects.toThrow(/row-level security/)
  await expect(clinic.sqlAsApp(contexts[0] ?? {}, retraction(`ctx_user(), null, repeat('A', 43)`, '$1'), [id])).rejects.toThrow(
    /row-level security/,
  )
  expect(await Promise.all(ids.map((one) => her.readRecord({ params: { id: one } })))).toEqual(shown)
})

/** What a retraction says, once its signature is verified with nothing of ours. */
async function stated(found: { jws: string; canonical: string } | undefined, keyOf: (kid: string | undefined) => JWK | undefined) {
  const { jws, canonical } = found ?? { jws: '', canonical: '' }
  const [head, , tail] = jws.split('.')
  const whole = `${head}.${Buffer.from(canonical).toString('base64url')}.${tail}`
  await compactVerify(whole, async (header) => {
    expect(header).toMatchObject({ alg: 'EdDSA', typ: 'wardkeep-retraction+jws' })
    return importJWK(keyOf(header.kid) ?? {}, 'EdDSA')
  })
  return JSON.parse(canonical)
}
