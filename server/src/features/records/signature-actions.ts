// A signature binds its doctor: made with their own key in a freshly proven session, and judged by keys that do not lie in the database.
import type { Reply } from '@wardkeep/contract'
import type { signers as certifierList, signRecord as signing, verifyRecord as verification } from '@wardkeep/contract/records.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { EnvelopeError, type JsonValue, type Place, type Signers, signRecord } from '../../security/vault/index.ts'
import { openDoctors } from '../doctors/index.ts'
import { canonicalRecord, type SignedVersion } from './canonical-record.ts'
import { lockToChange } from './change-actions.ts'
import { openContent, type RecordContent } from './content.ts'
import { labelled, subjectOf } from './record.ts'
import { verifyRetracted } from './retraction-proof-actions.ts'
import { mustBeAt, mustBeDraft, mustBeReleased } from './rules.ts'
import { doubtAbout } from './signature-doubt.ts'
import {
  findOwnKey,
  findSignature,
  insertSignature,
  insertSigningKey,
  listCertifiers,
  type StoredSignature,
  signatureOf,
} from './signature-store.ts'

/**
 * Signs the current version of the author's own draft; of parallel signers exactly one succeeds. Refuses RECORD_NOT_DRAFT, and VERSION_CONFLICT
 * where another version stands than the one that the signer `saw`.
 */
export function sign(keep: Keep, op: Operation, id: string, saw: number | undefined): Promise<Reply<typeof signing>> {
  return keep.db.transact(op, async (tx) => {
    const { found, permit } = await lockToChange(op, tx, id, 'record.sign')
    mustBeDraft(found)
    if (saw !== undefined) mustBeAt(found, saw)
    const key = await openOwnKey(keep, op, tx)
    const content = await openContent(keep, op.tenantId, found)
    const jws = await signVersion(key, { ...found, tenantId: op.tenantId, signedAt: op.now, content })
    const of = { type: 'record', id: found.id }
    const what = { content, ...labelled(found.confidentiality) }
    await traceChange(keep, op, { of, before: { state: 'draft', ...what }, after: { state: 'signed', ...what } })
    await insertSignature(tx, permit, {
      id: newId(op.now),
      recordId: found.id,
      version: found.version,
      kid: key.kid,
      signerId: found.authorId,
      jws,
      at: op.now,
    })
    return { kid: key.kid, jws, version: found.version, at: op.now.toISOString() }
  })
}

export type OpenKey = { kid: string; privateKey: JsonValue }

/** The key with which the acting doctor may sign now. Refuses SIGNING_KEY_MISSING. */
export async function openOwnKey(keep: Keep, op: Operation, tx: Transaction): Promise<OpenKey> {
  const { kid, privateKey } = (await findOwnKey(tx)) ?? refuse('SIGNING_KEY_MISSING')
  return { kid, privateKey: await keep.vault.open(keyPlace(op.tenantId, kid), privateKey) }
}

export function signVersion(key: OpenKey, signed: SignedVersion): Promise<string> {
  return signRecord(key.privateKey, canonicalRecord(signed))
}

/**
 * Whether the author's signature holds over what is stored now, and all that a stranger needs to find out alone. `canonical` is empty where
 * the stored content no longer opens. Refuses NOT_FOUND for a version without a signature.
 */
export async function verify(
  keep: Keep,
  signers: Signers,
  op: Operation,
  id: string,
  version: number | undefined,
): Promise<Reply<typeof verification>> {
  const signed = await keep.db.read(op, [findSignature(id, version)], ([rows]) => {
    const found = signatureOf(rows[0] ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'record.verify', subjectOf(found))
    mustBeReleased(found, op, permit.relation)
    return found
  })
  const content = await contentOf(keep, op.tenantId, signed)
  const canonical = content && canonicalRecord({ ...signed, tenantId: op.tenantId, content })
  const certifiers = await signers.certifiers(op.tenantId)
  const cause = await doubtAbout({ ...signed, tenantId: op.tenantId, canonical }, certifiers)
  const retraction = await verifyRetracted(keep, op.tenantId, signed, certifiers)
  return {
    valid: cause === undefined,
    ...(cause === undefined ? {} : { cause }),
    version: signed.version,
    signer: { id: signed.signerId, name: content?.author ?? (await nameToday(keep, op.tenantId, signed)), certificate: signed.certificate },
    jws: signed.jws,
    canonical: canonical?.toString('utf8') ?? '',
    ...(retraction === undefined ? {} : { retraction }),
  }
}

export async function certifiers(keep: Keep): Promise<Reply<typeof certifierList>> {
  const [rows] = await keep.db.locators.runAll([listCertifiers()])
  return { keys: rows.map(({ certifier: { kty, crv, x, kid } }) => ({ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' })) }
}

export type KeyGift = { tenantId: string; doctorId: string; now: Date }

/** Makes, certifies and seals a doctor's signing key, valid for two years. `tx` is a transaction of the system or of who runs the organisation. */
export async function giveSigningKey(tx: Transaction, keep: Keep, signers: Signers, { tenantId, doctorId, now }: KeyGift): Promise<void> {
  const from = new Date(now)
  from.setUTCMilliseconds(0) // certificates count in whole seconds, so the row does too
  const until = new Date(from)
  until.setUTCFullYear(until.getUTCFullYear() + 2)
  const key = await signers.newSigningKey(tenantId, doctorId, from, until)
  const privateKey = await keep.vault.seal({ kind: 'tenant' }, keyPlace(tenantId, key.kid), key.privateKey)
  await tx.run(insertSigningKey({ doctorId, from, until }, key, privateKey))
}

/** Undefined where the stored bytes are not what was sealed: that is what verification tells, not a failure of ours. */
async function contentOf(keep: Keep, tenantId: string, stored: StoredSignature): Promise<RecordContent | undefined> {
  try {
    return await openContent(keep, tenantId, stored)
  } catch (cause) {
    if (cause instanceof EnvelopeError) return undefined
    throw cause
  }
}

async function nameToday(keep: Keep, tenantId: string, { signerId, signerProfile }: StoredSignature): Promise<string> {
  const [profile] = await openDoctors(keep, tenantId, [{ doctorId: signerId, profile: signerProfile }])
  return profile?.displayName ?? ''
}

function keyPlace(tenantId: string, kid: string): Place {
  return { tenantId, table: 'signing_keys', column: 'private_key', rowId: kid }
}
