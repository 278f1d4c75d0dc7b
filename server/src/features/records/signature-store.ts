import type { Confidentiality } from '@wardkeep/contract/labels.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import { actingFor, byEmergency, inCare, inCloseCare } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import { type PublicJwk, Sealed, type SigningKey } from '../../security/vault/index.ts'

export type KeyTerm = { doctorId: string; from: Date; until: Date }

export function insertSigningKey(term: KeyTerm, { kid, publicJwk, certificate }: SigningKey, privateKey: Sealed): Statement {
  return sql(
    'signing-key.insert',
    `insert into signing_keys (tenant_id, id, doctor_id, public_jwk, certificate, private_key, valid_from, valid_until)
     values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7)`,
    [kid, term.doctorId, JSON.stringify(publicJwk), certificate, privateKey.bytes, term.from, term.until],
  )
}

export type OwnKey = { kid: string; privateKey: Sealed }

/** The key with which the acting doctor may sign at this time. */
export async function findOwnKey(tx: Transaction): Promise<OwnKey | undefined> {
  const [row] = await tx.run(
    sql<{ kid: string; private_key: Buffer }>(
      'signing-key.own',
      `select id as kid, private_key from signing_keys
       where tenant_id = ctx_tenant() and doctor_id = ctx_doctor() and revoked_at is null
         and valid_from <= ctx_now() and valid_until > ctx_now()
       order by valid_until desc, id limit 1`,
    ),
  )
  return row && { kid: row.kid, privateKey: Sealed.fromDatabase(row.private_key) }
}

export type NewSignature = { id: string; recordId: string; version: number; kid: string; signerId: string; jws: string; at: Date }

/** The signature, and the record's state with it. Call it on a locked draft alone. */
export async function insertSignature(tx: Transaction, _permit: Permit, made: NewSignature): Promise<void> {
  await tx.runAll([
    sql(
      'signature.insert',
      `insert into record_signatures (tenant_id, id, record_id, version, kid, signer_id, jws, at)
       values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7)`,
      [made.id, made.recordId, made.version, made.kid, made.signerId, made.jws, made.at],
    ),
    sql('signature.state', `update records set state = 'signed' where tenant_id = ctx_tenant() and id = $1`, [made.recordId]),
  ])
}

type SignatureRow = {
  id: string
  patient_id: string
  appointment_id: string | null
  author_id: string
  version: number
  created_at: Date
  written_at: Date
  assigned: boolean
  emergency: boolean
  close: boolean
  proxied: boolean
  confidentiality: Confidentiality
  content: Buffer
  kid: string
  signer_id: string
  signer_profile: Buffer
  jws: string
  signed_at: Date
  certificate: string
  revoked_at: Date | null
  adds_to: string | null
  retraction: { jws: string; by: string; at: string; certificate: string | null; revokedAt: string | null } | null
  statement: Buffer | null
}

/** The first signature over a version, or over the current one: the author's. No row where that version is unsigned. */
export function findSignature(recordId: string, version: number | undefined): Statement<SignatureRow> {
  return sql<SignatureRow>(
    'signature.find',
    `select r.id, r.patient_id, r.appointment_id, r.author_id, v.version, r.created_at, v.at as written_at, ${inCare('r.patient_id')} as assigned,
       ${byEmergency('r.patient_id')} as emergency,
       ${inCloseCare('r.patient_id')} as close, ${actingFor('r.patient_id')} is not null as proxied, r.confidentiality,
       v.content, s.kid, s.signer_id, d.profile as signer_profile, s.jws, s.at as signed_at, k.certificate, k.revoked_at, r.adds_to, t.statement,
       case when t.jws is not null then jsonb_build_object('jws', t.jws, 'by', t.by_user, 'at', t.at,
         'certificate', tk.certificate, 'revokedAt', tk.revoked_at) end as retraction
     from records r
     join record_versions v on v.tenant_id = r.tenant_id and v.record_id = r.id and v.version = coalesce($2::integer, r.version)
     join record_signatures s on s.tenant_id = v.tenant_id and s.record_id = v.record_id and s.version = v.version
     join signing_keys k on k.tenant_id = s.tenant_id and k.id = s.kid
     join doctors d on d.tenant_id = s.tenant_id and d.id = s.signer_id
     left join record_retractions t on t.tenant_id = r.tenant_id and t.record_id = r.id
     left join signing_keys tk on tk.tenant_id = t.tenant_id and tk.id = t.signing_key
     where r.tenant_id = ctx_tenant() and r.id = $1
     order by s.at, s.id limit 1`,
    [recordId, version],
  )
}

export type StoredSignature = ReturnType<typeof signatureOf>

export function signatureOf(row: SignatureRow) {
  return {
    id: row.id,
    patientId: row.patient_id,
    appointmentId: row.appointment_id ?? undefined,
    authorId: row.author_id,
    version: row.version,
    createdAt: row.created_at,
    writtenAt: row.written_at,
    assigned: row.assigned,
    emergency: row.emergency,
    close: row.close,
    proxied: row.proxied,
    confidentiality: row.confidentiality,
    content: Sealed.fromDatabase(row.content),
    kid: row.kid,
    signerId: row.signer_id,
    signerProfile: Sealed.fromDatabase(row.signer_profile),
    jws: row.jws,
    signedAt: row.signed_at,
    certificate: row.certificate,
    revokedAt: row.revoked_at ?? undefined,
    addsTo: row.adds_to ?? undefined,
    retraction: retractionOf(row),
  }
}

function retractionOf({ retraction, statement }: SignatureRow) {
  if (retraction === null || statement === null) return undefined
  const { jws, by, at, certificate, revokedAt } = retraction
  return {
    statement: Sealed.fromDatabase(statement),
    jws,
    by,
    at: new Date(at),
    /** Of the doctor's key; without one it is the organisation's own. */
    certificate: certificate ?? undefined,
    revokedAt: revokedAt === null ? undefined : new Date(revokedAt),
  }
}

/** The public keys that certify signers, one an active organisation: no secret of any of them. */
export function listCertifiers(): Statement<{ certifier: PublicJwk }> {
  return sql<{ certifier: PublicJwk }>('certifier.list', `select certifier from organisation_certifiers order by certifier ->> 'kid'`)
}
