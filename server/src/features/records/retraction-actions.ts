// A signed record is never edited or removed: whoever answers for it retracts it, signed, for a reason, and it stays readable. [C24][C25]
import type { Input, Reply } from '@wardkeep/contract'
import type { retractRecord } from '@wardkeep/contract/records.ts'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import type { Permit } from '../../security/permit.ts'
import { type Signers, signRetraction } from '../../security/vault/index.ts'
import { openAuthor } from './actions.ts'
import { lockToChange } from './change-actions.ts'
import { openContent } from './content.ts'
import { labelled, type StoredRecord } from './record.ts'
import { canonicalRetraction, type RetractionStatement, sealStatement } from './retraction.ts'
import { insertRetraction, type NewRetraction } from './retraction-store.ts'
import { mustStand } from './rules.ts'
import { openOwnKey } from './signature-actions.ts'
import { findSignature } from './signature-store.ts'

type Reason = Input<typeof retractRecord>['body']['reason']
type Signed = { jws: string; signedBy: NewRetraction['signedBy']; kid: string }

/**
 * Retracts a signed record: its author by their own key, who runs the organisation by the organisation's. Of parallel retractions exactly one
 * succeeds. Refuses RECORD_NOT_SIGNED for a draft and for what is retracted already, SIGNING_KEY_MISSING.
 */
export function retract(keep: Keep, signers: Signers, op: Operation, id: string, reason: Reason): Promise<Reply<typeof retractRecord>> {
  return keep.db.transact(op, async (tx) => {
    const { found, permit } = await lockToChange(op, tx, id, 'record.retract')
    mustStand(found)
    const [signature = refuse('RECORD_NOT_SIGNED')] = await tx.run(findSignature(found.id, found.version))
    const statement: RetractionStatement = {
      format: 'wardkeep-retraction/1',
      tenantId: op.tenantId,
      patientId: found.patientId,
      record: { id: found.id, version: found.version },
      signature: signature.jws,
      by: await whoever(keep, op, tx, permit),
      reason,
      retractedAt: op.now.toISOString(),
    }
    const { jws, kid, signedBy } = await signStatement(keep, signers, op, tx, statement)
    await traceRetraction(keep, op, found, statement)
    const sealed = await sealStatement(keep, statement)
    await insertRetraction(tx, permit, { recordId: found.id, version: found.version, signedBy, statement: sealed, jws, at: op.now })
    return { kid, jws, version: found.version, at: statement.retractedAt }
  })
}

async function whoever(keep: Keep, op: Operation, tx: Transaction, { relation }: Permit): Promise<RetractionStatement['by']> {
  if (relation === 'organisation') return { id: op.actor.userId ?? refuse('FORBIDDEN'), name: op.actor.name, as: 'organisation' }
  return { ...(await openAuthor(keep, op, tx)), as: 'doctor' }
}

async function signStatement(
  keep: Keep,
  signers: Signers,
  op: Operation,
  tx: Transaction,
  statement: RetractionStatement,
): Promise<Signed> {
  const canonical = canonicalRetraction(statement)
  if (statement.by.as === 'organisation') {
    const { kid, jws } = await signers.signRetraction(op.tenantId, canonical)
    return { kid, jws, signedBy: { certifier: kid } }
  }
  const { kid, privateKey } = await openOwnKey(keep, op, tx)
  return { kid, jws: await signRetraction(privateKey, canonical), signedBy: { signingKey: kid } }
}

async function traceRetraction(keep: Keep, op: Operation, found: StoredRecord, statement: RetractionStatement): Promise<void> {
  const content = await openContent(keep, op.tenantId, found)
  const what = { content, ...labelled(found.confidentiality) }
  const of = { type: 'record', id: found.id }
  await traceChange(keep, op, {
    of,
    before: { state: found.state, ...what },
    after: { state: 'retracted', ...what, retraction: statement },
  })
}
