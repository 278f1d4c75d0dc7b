import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, hanna, pia } from '../../../tests/people.ts'
import { assign, note, patientOf } from './records.fixture.ts'

/** A signed record of Pia's, what its verification says, and a way to alter the database above every guard. */
async function underAttack() {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const { id } = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  await ana.signRecord({ params: { id }, body: {} })
  const her = await clinic.as(pia)
  const alter = async (text: string, values: unknown[] = []) => {
    for (const table of ['records', 'record_versions', 'record_signatures']) await clinic.sql(`alter table ${table} disable trigger user`)
    await clinic.sql(text, values)
  }
  return { clinic, id, alter, verify: () => her.verifyRecord({ params: { id } }), her }
}

test('[F57 part][B322 part][V4.1.5 part] one byte of the stored content turned, wherever it lies, is found and named', async () => {
  const { clinic, id, alter, verify } = await underAttack()
  const [{ length } = { length: 0 }] = await clinic.sql(
    'select octet_length(content) as length from record_versions where record_id = $1',
    [id],
  )
  const places = [0, 1, 2, 21, 22, 34, Math.floor(Number(length) / 2), Number(length) - 1]
  const turn = (place: number) =>
    alter('update record_versions set content = set_byte(content, $2, get_byte(content, $2) # 1) where record_id = $1', [id, place])
  for (const place of places) {
    await turn(place)
    const verdict = await verify()
    expect(verdict, `byte ${place}`).toMatchObject({ valid: false, cause: 'content', canonical: '', signer: { name: drAna.displayName } })
    await turn(place)
    expect(await verify()).toMatchObject({ valid: true })
  }
})

test('content that cannot be opened is never told, and never a way to learn anything', async () => {
  const { clinic, id, alter, her } = await underAttack()
  await alter('update record_versions set content = set_byte(content, 60, get_byte(content, 60) # 1) where record_id = $1', [id])
  const token = await clinic.token(pia)
  for (const path of [`/api/records/${id}`, `/api/records/${id}/verification`, `/api/records?patientId=${patientOf(clinic, pia)}`]) {
    const text = await (await fetch(clinic.url + path, { headers: { authorization: `Bearer ${token}` } })).text()
    expect(text).not.toMatch(/bronchitis|Cough|Tuesday|envelope/i)
  }
  await expect(her.readRecord({ params: { id } })).rejects.toMatchObject({ status: 500, code: 'INTERNAL' })
})

test('[F57 part][V4.1.5 part] whatever is signed around the content is found when it moves', async () => {
  const { clinic, id, alter, verify } = await underAttack()
  const moves: [string, string][] = [
    [
      `update records set created_at = created_at - interval '1 day' where id = $1`,
      `update records set created_at = created_at + interval '1 day' where id = $1`,
    ],
    [
      `update record_versions set at = at - interval '1 ms' where record_id = $1`,
      `update record_versions set at = at + interval '1 ms' where record_id = $1`,
    ],
    [
      `update record_signatures set at = at + interval '1 ms' where record_id = $1`,
      `update record_signatures set at = at - interval '1 ms' where record_id = $1`,
    ],
  ]
  for (const [away, back] of moves) {
    await alter(away, [id])
    expect(await verify(), away).toMatchObject({ valid: false, cause: 'content' })
    await alter(back, [id])
    expect(await verify()).toMatchObject({ valid: true })
  }
  await alter('update records set author_id = $2 where id = $1', [id, clinic.who(drIdan).doctorId])
  expect(await verify()).toMatchObject({ valid: false, cause: 'content' })
  await alter('update record_signatures set signer_id = $2 where record_id = $1', [id, clinic.who(drIdan).doctorId])
  expect(await verify()).toMatchObject({ valid: false, cause: 'key' })
})

test('a signature under a key that the clinic did not certify at that time is named', async () => {
  const { clinic, id, alter, verify } = await underAttack()
  const [{ certificate } = { certificate: '' }] = await clinic.sql('select certificate from signing_keys where doctor_id = $1', [
    clinic.who(drAna).doctorId,
  ])
  const own = clinic.who(drAna).doctorId
  const others = await clinic.sql('select certificate from signing_keys where doctor_id <> $1', [own])
  for (const other of others) {
    await alter('update signing_keys set certificate = $2 where doctor_id = $1', [own, other.certificate])
    expect(await verify()).toMatchObject({ valid: false, cause: 'key' })
  }
  await alter('update signing_keys set certificate = $2 where doctor_id = $1', [own, certificate])
  await alter('update record_signatures set jws = $2 where record_id = $1', [id, 'not.a.signature'])
  expect(await verify()).toMatchObject({ valid: false, cause: 'key' })
  expect(others.length).toBeGreaterThan(0)
})

test('the database alone cannot certify: another certifier written into it changes no verdict', async () => {
  const { clinic, alter, verify } = await underAttack()
  await alter('update organisations set certifier = (select certifier from organisations where tenant_id = $2) where tenant_id = $1', [
    clinic.who(pia).tenantId,
    clinic.who(hanna).tenantId,
  ])
  expect(await verify()).toMatchObject({ valid: true })
})

test('[B322 part] a revoked key signs nothing from the instant of its revocation on, and what it signed before still holds', async () => {
  const { clinic, verify, alter } = await underAttack()
  const own = clinic.who(drAna).doctorId
  await alter(`update signing_keys set revoked_at = now() + interval '1 minute' where doctor_id = $1`, [own])
  expect(await verify()).toMatchObject({ valid: true })
  await alter(`update signing_keys set revoked_at = now() - interval '1 hour' where doctor_id = $1`, [own])
  expect(await verify()).toMatchObject({ valid: false, cause: 'revoked' })
})

test('a signature outlives its key: it holds years after the key may sign no more', async () => {
  const { clinic, her, id } = await underAttack()
  expect(await her.verifyRecord({ params: { id } })).toMatchObject({ valid: true })
  clinic.clock.pass(5 * 366 * 24 * 3600)
  const later = await clinic.as(pia)
  expect(await later.verifyRecord({ params: { id } })).toMatchObject({ valid: true })
})
