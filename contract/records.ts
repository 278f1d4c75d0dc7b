import { Type } from 'typebox'
import { anyone, endpoint, freshlyProven, signedIn } from './endpoint.ts'
import { Confidentiality } from './labels.ts'
import {
  Can,
  Exactly,
  Id,
  Instant,
  idParams,
  limits,
  Page,
  PersonName,
  ProtectedLine,
  ProtectedText,
  pageQuery,
  Version,
} from './shapes.ts'

export const recordTypes = ['visit-note', 'result', 'prescription', 'referral', 'letter'] as const
const RecordType = Type.Enum(recordTypes)
const Section = Exactly({ heading: Type.Optional(ProtectedLine()), text: ProtectedText(limits.section) })
const Coding = Exactly({ system: ProtectedLine(), code: ProtectedLine(100), display: ProtectedLine() })

const content = {
  type: RecordType,
  title: ProtectedLine(200, 1),
  sections: Type.Array(Section, { minItems: 1, maxItems: limits.sections }),
  codes: Type.Optional(Type.Array(Coding, { maxItems: 50 })),
}

/** Without it a new record is normal, and a draft keeps the label that it has. */
const label = { confidentiality: Type.Optional(Confidentiality) }

/** Why a signed record is retracted, as a code; the words stand beside it. */
export const retractionCodes = ['wrong-patient', 'incorrect', 'duplicate', 'other'] as const
/** The fewest characters of a reason. */
export const retractionLimits = { reason: 3 } as const
export const RetractionReason = Exactly({
  code: Type.Enum(retractionCodes),
  text: ProtectedText(limits.note, retractionLimits.reason),
})

export const Signature = Type.Object({ kid: Type.String(), signer: Type.String(), at: Instant })
export const MedicalRecord = Type.Object({
  id: Id,
  patientId: Id,
  appointmentId: Type.Optional(Id),
  ...content,
  confidentiality: Confidentiality,
  author: PersonName,
  state: Type.Enum(['draft', 'signed', 'locked', 'retracted']),
  createdAt: Instant,
  updatedAt: Instant,
  version: Version,
  signatures: Type.Array(Signature),
  /** Records that were signed later to add to this one, oldest first. */
  addenda: Type.Array(Type.Object({ id: Id, at: Instant })),
  /** The record that this one adds to. */
  addsTo: Type.Optional(Id),
  /** It stays readable, and is not to be relied on; `as` says whether its author retracted it, or who runs the organisation. */
  retraction: Type.Optional(
    Type.Object({ reason: RetractionReason, by: PersonName, as: Type.Enum(['doctor', 'organisation']), at: Instant }),
  ),
  can: Can,
})

export const createRecord = endpoint({
  method: 'POST',
  path: '/records',
  status: 201,
  summary: 'Write a draft into a chart',
  access: 'record.write',
  assurance: signedIn,
  audit: 'record.drafted',
  retryable: true,
  body: Exactly({ patientId: Id, appointmentId: Type.Optional(Id), ...content, ...label }),
  reply: MedicalRecord,
  refusals: ['NOT_FOUND', 'IDEMPOTENCY_MISMATCH'],
})
export const updateRecord = endpoint({
  method: 'PUT',
  path: '/records/:id',
  status: 200,
  summary: 'Replace the content of a draft; each change is a version',
  access: 'record.edit',
  assurance: signedIn,
  audit: 'record.updated',
  versioned: true,
  params: idParams,
  body: Exactly({ ...content, ...label }),
  reply: MedicalRecord,
  refusals: ['NOT_FOUND', 'RECORD_NOT_DRAFT', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})
export const listRecords = endpoint({
  method: 'GET',
  path: '/records',
  status: 200,
  summary: 'Records of one patient, newest first',
  access: 'record.list',
  assurance: signedIn,
  audit: 'record.listed',
  query: Exactly({ ...pageQuery, patientId: Id }),
  reply: Page(MedicalRecord),
  refusals: ['NOT_FOUND'],
})
export const readRecord = endpoint({
  method: 'GET',
  path: '/records/:id',
  status: 200,
  summary: 'One record',
  access: 'record.read',
  assurance: signedIn,
  audit: 'record.read',
  params: idParams,
  reply: MedicalRecord,
  refusals: ['NOT_FOUND'],
})
export const signRecord = endpoint({
  method: 'POST',
  path: '/records/:id/signatures',
  status: 201,
  summary: 'Sign the current version with one’s own key; with `version`, only if it is that one',
  access: 'record.sign',
  assurance: freshlyProven,
  audit: 'record.signed',
  params: idParams,
  body: Exactly({ version: Type.Optional(Version) }),
  reply: Type.Object({ kid: Type.String(), jws: Type.String(), version: Version, at: Instant }),
  refusals: ['NOT_FOUND', 'RECORD_NOT_DRAFT', 'VERSION_CONFLICT', 'SIGNING_KEY_MISSING'],
})
export const deleteRecord = endpoint({
  method: 'DELETE',
  path: '/records/:id',
  status: 204,
  summary: 'Delete a draft: nobody is shown it any more; what is signed is never deleted',
  access: 'record.delete',
  assurance: signedIn,
  audit: 'record.deleted',
  versioned: true,
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND', 'RECORD_NOT_DRAFT', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})
export const addAddendum = endpoint({
  method: 'POST',
  path: '/records/:id/addenda',
  status: 201,
  summary: 'Sign something more to a signed record: a record of its own that names the one it adds to',
  access: 'record.add',
  assurance: freshlyProven,
  audit: 'record.added-to',
  retryable: true,
  params: idParams,
  body: Exactly({ sections: content.sections }),
  reply: Type.Object({ id: Id, kid: Type.String(), jws: Type.String(), version: Version, at: Instant }),
  refusals: ['NOT_FOUND', 'RECORD_NOT_SIGNED', 'SIGNING_KEY_MISSING', 'IDEMPOTENCY_MISMATCH'],
})
export const retractRecord = endpoint({
  method: 'POST',
  path: '/records/:id/retraction',
  status: 201,
  summary: 'Retract a signed record for a reason, under signature: it stays readable, and is marked wherever it is shown',
  access: 'record.retract',
  assurance: freshlyProven,
  audit: 'record.retracted',
  params: idParams,
  body: Exactly({ reason: RetractionReason }),
  reply: Type.Object({ kid: Type.String(), jws: Type.String(), version: Version, at: Instant }),
  refusals: ['NOT_FOUND', 'RECORD_NOT_SIGNED', 'SIGNING_KEY_MISSING'],
})
export const verifyRecord = endpoint({
  method: 'GET',
  path: '/records/:id/verification',
  status: 200,
  summary: 'Whether the signature over the stored content holds, with all that a stranger needs to check it',
  access: 'record.verify',
  assurance: signedIn,
  audit: 'record.verified',
  params: idParams,
  query: Exactly({ version: Type.Optional(Version) }),
  reply: Type.Object({
    valid: Type.Boolean(),
    cause: Type.Optional(Type.Enum(['content', 'attachment', 'key', 'revoked', 'log'])),
    version: Version,
    signer: Type.Object({ id: Id, name: Type.String(), certificate: Type.String() }),
    jws: Type.String(),
    canonical: Type.String(),
    logIndex: Type.Optional(Type.Integer()),
    /** Where the record is retracted: whether that is signed, by whom it says, and what it says. Without a certificate it is the organisation's. */
    retraction: Type.Optional(
      Type.Object({
        valid: Type.Boolean(),
        by: PersonName,
        jws: Type.String(),
        canonical: Type.String(),
        certificate: Type.Optional(Type.String()),
      }),
    ),
  }),
  refusals: ['NOT_FOUND'],
})
export const signers = endpoint({
  method: 'GET',
  path: '/.well-known/signers.json',
  root: true,
  status: 200,
  summary: 'Public keys that certify the signers of records, one an organisation',
  access: 'public',
  assurance: anyone,
  audit: 'none',
  reply: Type.Object({
    keys: Type.Array(
      Type.Object({ kty: Type.String(), crv: Type.String(), x: Type.String(), kid: Type.String(), alg: Type.String(), use: Type.String() }),
    ),
  }),
  refusals: [],
})
