import { createHash } from 'node:crypto'
import { compactVerify, importJWK, type JWK } from 'jose'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, drIdan, max, pia } from '../../../tests/people.ts'
import { assign, note, patientOf, racing } from './records.fixture.ts'

async function withSignedRecord() {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const draft = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  await ana.updateRecord({ params: { id: draft.id }, body: note, version: 1 })
  const signature = await ana.signRecord({ params: { id: draft.id }, body: {} })
  const record = await ana.readRecord({ params: { id: draft.id } })
  return { clinic, ana, her: await clinic.as(pia), id: draft.id, record, signature }
}

test('[F57 part] a signed record carries its signature, and its patient verifies it', async () => {
  const { clinic, her, id, record, signature } = await withSignedRecord()
  expect(signature).toMatchObject({ version: 2 })
  expect(record).toMatchObject({ state: 'signed', version: 2, can: ['add', 'retract', 'verify'] })
  expect(record.signatures).toEqual([{ kid: signature.kid, signer: drAna.displayName, at: signature.at }])
  const verdict = await her.verifyRecord({ params: { id } })
  expect(verdict).toMatchObject({ valid: true, version: 2, jws: signature.jws })
  expect(verdict).not.toHaveProperty('cause')
  expect(verdict.signer).toMatchObject({ id: clinic.who(drAna).doctorId, name: drAna.displayName })
  expect(await her.verifyRecord({ params: { id }, query: { version: 2 } })).toEqual(verdict)
})

test('[F57 part][B322 part] a stranger verifies it from jws, canonical text, certificate and signers.json alone', async () => {
  const { clinic, her, id, record, signature } = await withSignedRecord()
  const { jws, canonical, signer } = await her.verifyRecord({ params: { id } })
  const published = await clinic.stranger().signers()

  const claims = await verified(signer.certificate, 'wardkeep-signer+jwt', (kid) => published.keys.find((key) => key.kid === kid))
  const { sub, iss, nbf, exp, cnf } = JSON.parse(claims)
  const [head, , tail] = jws.split('.')
  const attached = (text: string) => `${head}.${Buffer.from(text).toString('base64url')}.${tail}`
  const signed = await verified(attached(canonical), 'wardkeep-record+jws', (kid) => (kid === cnf.jwk.kid ? cnf.jwk : undefined))
  await expect(verified(attached(`${canonical} `), 'wardkeep-record+jws', () => cnf.jwk)).rejects.toThrow('signature verification failed')

  expect({ sub, iss, kid: cnf.jwk.kid }).toEqual({ sub: signer.id, iss: clinic.who(drAna).tenantId, kid: signature.kid })
  const signedAt = new Date(signature.at).getTime() / 1000
  expect(nbf <= signedAt && signedAt < exp).toBe(true)
  expect(JSON.parse(signed)).toEqual({
    format: 'wardkeep-record/1',
    tenantId: iss,
    id,
    version: 2,
    patientId: patientOf(clinic, pia),
    appointmentId: null,
    author: { id: sub, name: drAna.displayName },
    ...note,
    attachments: [],
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    signedAt: signature.at,
  })
})

test('the public list of certifiers names one key of each organisation, without a secret part', async () => {
  const clinic = await openClinic()
  const { keys } = await clinic.stranger().signers()
  expect(keys).toHaveLength(2)
  for (const key of keys) {
    expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    const thumbprint = createHash('sha256')
      .update(JSON.stringify({ crv: key.crv, kty: key.kty, x: key.x }))
      .digest('base64url')
    expect(key).toMatchObject({ kid: thumbprint, alg: 'EdDSA', use: 'sig', crv: 'Ed25519' })
  }
})

test('[F17 part] signing asks for a fresh proof once five minutes have passed, and takes it', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const grant = await clinic.stranger().login({ body: { login: drAna.email, password: castPassword } })
  const refreshToken = 'refreshToken' in grant ? grant.refreshToken : ''
  const draft = await (await clinic.as(drAna)).createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  clinic.clock.pass(301)
  const refreshed = await clinic.stranger().refresh({ body: { refreshToken } })
  const token = 'accessToken' in refreshed ? refreshed.accessToken : ''

  const stale = await sign(clinic, token, draft.id)
  expect(stale.status).toBe(401)
  expect(await stale.json()).toMatchObject({ code: 'STEP_UP_REQUIRED' })
  expect(stale.headers.get('www-authenticate')).toContain('error="insufficient_user_authentication"')
  expect(stale.headers.get('www-authenticate')).toContain('max_age=300')
  expect(await clinic.sql('select from record_signatures')).toHaveLength(0)

  const proof = await post(clinic, token, '/api/auth/step-up', { method: 'password', password: castPassword })
  expect(proof.status).toBe(200)
  expect((await sign(clinic, token, draft.id)).status).toBe(201)
  const signings = await clinic.events('record.signed')
  expect(signings.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['denied', 'STEP_UP_REQUIRED'],
    ['allowed', null],
  ])
  expect(signings[1]).toMatchObject({ resource_type: 'record', resource_id: draft.id, resource_version: 1 })
})

test('of parallel signers exactly one wins, and one signature stands', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const draft = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  const once = () => ana.signRecord({ params: { id: draft.id }, body: {} })
  const tries = await racing(clinic, draft.id, [once, once, once, once])
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const lost = tries.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.code] : []))
  expect(lost).toEqual(Array(3).fill('RECORD_NOT_DRAFT'))
  expect(await clinic.sql('select from record_signatures')).toHaveLength(1)
})

test('[T25 part] of a change and a signature at once, the signature covers what stands', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const draft = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  await racing<unknown>(clinic, draft.id, [
    () => ana.updateRecord({ params: { id: draft.id }, body: { ...note, title: 'Changed' }, version: 1 }),
    () => ana.signRecord({ params: { id: draft.id }, body: {} }),
  ])
  const { state, version, title } = await ana.readRecord({ params: { id: draft.id } })
  expect(state).toBe('signed')
  const verdict = await ana.verifyRecord({ params: { id: draft.id } })
  expect(verdict).toMatchObject({ valid: true, version })
  expect(JSON.parse(verdict.canonical)).toMatchObject({ version, title })
})

test('a signature that names the version its signer saw is refused when another window saved a later one, and the draft stays a draft', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const { id } = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  await ana.updateRecord({ params: { id }, body: { ...note, title: 'Changed elsewhere' }, version: 1 })
  await expect(ana.signRecord({ params: { id }, body: { version: 1 } })).rejects.toMatchObject({ status: 412, code: 'VERSION_CONFLICT' })
  expect(await ana.readRecord({ params: { id } })).toMatchObject({ state: 'draft', version: 2 })
  expect(await ana.signRecord({ params: { id }, body: { version: 2 } })).toMatchObject({ version: 2 })
})

test('[T25 part][F58 part] what is signed is changed by no request and by no SQL of the runtime role', async () => {
  const { clinic, ana, id, record } = await withSignedRecord()
  await expect(ana.updateRecord({ params: { id }, body: note, version: 2 })).rejects.toMatchObject({
    status: 409,
    code: 'RECORD_NOT_DRAFT',
  })
  await expect(ana.signRecord({ params: { id }, body: {} })).rejects.toMatchObject({ status: 409, code: 'RECORD_NOT_DRAFT' })
  await expect((await clinic.as(max)).updateRecord({ params: { id }, body: note, version: 2 })).rejects.toMatchObject({ status: 409 })

  const { tenantId, userId, doctorId = '' } = clinic.who(drAna)
  const author = { tenant: tenantId, user: userId, role: 'doctor', doctor: doctorId, now: clinic.clock.now().toISOString() }
  const runner = { tenant: tenantId, role: 'system', now: clinic.clock.now().toISOString() }
  const attempts = [
    'insert into record_versions (tenant_id, record_id, version, content, at) select tenant_id, record_id, 3, content, at from record_versions where record_id = $1 and version = 2',
    `update records set state = 'draft' where id = $1`,
    'update records set version = 1 where id = $1',
    'update records set patient_id = gen_random_uuid() where id = $1',
    'update records set appointment_id = gen_random_uuid() where id = $1',
    'update records set created_at = now() where id = $1',
    'update records set updated_at = now() where id = $1',
    `update record_versions set content = content || '\\x00' where record_id = $1`,
    'delete from record_versions where record_id = $1',
    `update record_signatures set jws = 'x' where record_id = $1`,
    'delete from record_signatures where record_id = $1',
    'delete from records where id = $1',
  ]
  for (const context of [author, runner]) {
    for (const attempt of attempts) {
      await expect(clinic.sqlAsApp(context, attempt, [id]), attempt).rejects.toThrow(/permission denied|draft|signed record|never changed/)
    }
  }
  expect(await ana.readRecord({ params: { id } })).toEqual(record)
})

test('a version that nobody signed has no verification', async () => {
  const { clinic, ana, her, id } = await withSignedRecord()
  const draft = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  await expect(ana.verifyRecord({ params: { id: draft.id } })).rejects.toMatchObject({ status: 404 })
  await expect(her.verifyRecord({ params: { id }, query: { version: 1 } })).rejects.toMatchObject({ status: 404 })
  await expect(her.verifyRecord({ params: { id }, query: { version: 3 } })).rejects.toMatchObject({ status: 404 })
})

test('a doctor without a valid key is told so, and the draft stays a draft', async () => {
  const clinic = await openClinic()
  await assign(clinic, drIdan, pia)
  await clinic.sql('update signing_keys set revoked_at = now() where doctor_id = $1', [clinic.who(drIdan).doctorId])
  const idan = await clinic.as(drIdan)
  const draft = await idan.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  await expect(idan.signRecord({ params: { id: draft.id }, body: {} })).rejects.toMatchObject({
    status: 409,
    code: 'SIGNING_KEY_MISSING',
  })
  expect(await idan.readRecord({ params: { id: draft.id } })).toMatchObject({ state: 'draft' })
})

async function verified(jws: string, type: string, keyOf: (kid: string | undefined) => JWK | undefined): Promise<string> {
  const { payload } = await compactVerify(
    jws,
    async (header) => {
      expect(header).toEqual({ alg: 'EdDSA', kid: expect.any(String), typ: type })
      const jwk = keyOf(header.kid)
      if (jwk === undefined) throw new Error('signed by an unknown key')
      return importJWK(jwk, 'EdDSA')
    },
    { algorithms: ['EdDSA'] },
  )
  return Buffer.from(payload).toString('utf8')
}

function sign(clinic: Clinic, token: string, id: string) {
  return post(clinic, token, `/api/records/${id}/signatures`, {})
}

function post(clinic: Clinic, token: string, path: string, body: unknown) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return fetch(clinic.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}
