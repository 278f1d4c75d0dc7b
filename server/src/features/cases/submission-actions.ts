import type { Input } from '@wardkeep/contract'
import type { submitCase } from '@wardkeep/contract/cases.ts'
import type { Reader, Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { madeBefore } from '../../security/retry.ts'
import { canonicalBytes, frame } from '../../security/vault/index.ts'
import { findPatient } from '../patients/index.ts'
import { mustCarryNoFiles } from './attachment-rules.ts'
import { subjectOf } from './case.ts'
import type { CaseKeep } from './case-keep.ts'
import { deadlineIn } from './deadline-actions.ts'
import { sealChange, sealContent } from './envelopes.ts'
import { type Case, repliesTo } from './replies.ts'
import { route } from './routing-actions.ts'
import { caseIn, claimVendor, findAsking, findByReference, findCase, insertCase } from './store.ts'
import { insertChange } from './thread-store.ts'

type Wanted = Input<typeof submitCase>['body']

/** Takes a question in and routes it. Sent again with its key, or by a vendor with its reference, it is the same case. */
export async function submit(keep: CaseKeep, op: Operation, wanted: Wanted): Promise<Case> {
  mustCarryNoFiles(wanted.attachments)
  const id = newId(op.now)
  const consequences: Consequence[] = []
  const made = await keep.db.transact(
    op,
    async (tx) => {
      const before = await madeBefore(keep, tx, op, { type: 'case', id }, wanted)
      if (before !== undefined) return shownAgain(tx, op, before)
      const sender = op.actor.key === undefined ? await asPatient(tx, op, wanted) : await asVendor(tx, op, wanted)
      const { patientId } = sender
      const { asking, ...of } = sender
      const acting = asking === undefined ? {} : { proxied: true, asked: asking }
      const resource = { type: 'case', id, version: 1 }
      const permit = Permit.ask(op, 'case.submit', { ...(patientId && { patientId }), ...acting, resource })
      const { title, text, specialty, externalReference, urgency } = wanted
      const content = {
        title,
        text,
        ...(specialty !== undefined && { specialty }),
        ...(externalReference !== undefined && { externalReference }),
      }
      const sealed = await sealContent(keep, { tenantId: op.tenantId, patientId }, id, content)
      const reference = await referenceOf(keep, op, wanted)
      const dueAt = await deadlineIn(tx, urgency, op.now)
      const assistantConsent = wanted.assistant === true
      const asked = { id, ...of, ...reference, urgency, content: sealed, dueAt, assistantConsent }
      const [inserted] = await tx.run(insertCase(permit, asked, op.now))
      if (inserted === undefined) return sentBefore(tx, op, reference)
      const changeId = newId(op.now)
      const details = await sealChange(keep, { tenantId: op.tenantId, patientId }, changeId, { by: op.actor.name })
      await tx.run(insertChange(permit, { id: changeId, caseId: id, step: 'submitted', details }, op.now))
      const facts = await theCase(tx, id)
      consequences.push(...(await route(tx, keep, op, facts, { passedBy: [], dueAt, steps: ['triaged'] })))
      await traceChange(keep, op, { of: { type: 'case', id }, after: content })
      return theCase(tx, id)
    },
    consequences,
  )
  const [reply] = await repliesTo(keep, op, [made])
  return reply ?? refuse('NOT_FOUND')
}

type Sender = { patientId: string | undefined; vendorId: string | undefined; language: string; pool: string; asking: boolean | undefined }

/** A patient for themselves, or whoever acts for them. */
async function asPatient(
  tx: Reader,
  op: Operation,
  { vendorId, externalReference, language, patientId: forWhom }: Wanted,
): Promise<Sender> {
  if (vendorId !== undefined || externalReference !== undefined) mustNotBeGiven(vendorId === undefined ? 'externalReference' : 'vendorId')
  const { actor } = op
  const id = forWhom ?? actor.actingFor ?? actor.patientId ?? refuse('NOT_FOUND')
  const [[patient], [link]] = await tx.runAll([findPatient(id), findAsking(id)])
  const { id: patientId, language: own } = patient ?? refuse('NOT_FOUND')
  return {
    patientId,
    vendorId: undefined,
    language: language ?? own,
    pool: actor.organisation?.slug ?? '',
    asking: link?.asking ?? undefined,
  }
}

/** The vendor's word for itself is a label: whose key speaks is what counts, and a word that another service uses is refused. */
async function asVendor(
  tx: Transaction,
  op: Operation,
  { vendorId = mustBeGiven('vendorId'), language = mustBeGiven('language'), patientId }: Wanted,
): Promise<Sender> {
  if (patientId !== undefined) mustNotBeGiven('patientId')
  const [, [claim]] = await tx.runAll(claimVendor(vendorId, op.now))
  if (claim?.mine !== true) return refuse('VENDOR_TAKEN')
  return { patientId: undefined, vendorId, language, pool: vendorId, asking: undefined }
}

function mustBeGiven(field: string): never {
  return refuse('BAD_REQUEST', { errors: [{ field, reason: 'is required' }] })
}

function mustNotBeGiven(field: string): never {
  return refuse('BAD_REQUEST', { errors: [{ field, reason: 'is not known here' }] })
}

type Reference = { referenceIndex: Buffer | undefined; submissionHash: Buffer | undefined }

async function referenceOf(keep: Keep, { tenantId }: Operation, wanted: Wanted): Promise<Reference> {
  const { externalReference } = wanted
  if (externalReference === undefined) return { referenceIndex: undefined, submissionHash: undefined }
  const [referenceIndex, submissionHash] = await Promise.all([
    keep.vault.blindIndex({ tenantId }, 'case-reference', externalReference),
    keep.vault.auditMac(tenantId, frame('wardkeep-case/1', canonicalBytes(wanted))),
  ])
  return { referenceIndex, submissionHash }
}

async function sentBefore(tx: Reader, op: Operation, { referenceIndex, submissionHash }: Reference) {
  const [earlier] = referenceIndex === undefined ? [] : await tx.run(findByReference(referenceIndex))
  if (earlier === undefined || submissionHash?.equals(earlier.submission_hash) !== true) return refuse('IDEMPOTENCY_MISMATCH')
  return shownAgain(tx, op, earlier.id)
}

async function shownAgain(tx: Reader, op: Operation, id: string) {
  const facts = await theCase(tx, id)
  Permit.ask(op, 'case.read', subjectOf(facts, op.actor))
  return facts
}

async function theCase(tx: Reader, id: string) {
  const [row] = await tx.run(findCase(id))
  return caseIn(row ?? refuse('NOT_FOUND'))
}
