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
  addenda: Type.Array(Type.Object({ at: Instant })),
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
  access: 'record.write',
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
