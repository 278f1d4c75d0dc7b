import type { Permission } from '@wardkeep/contract/permissions.ts'
import type { Reader } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openProfiles, type PatientProfile } from '../patients/index.ts'
import { type CaseFacts, subjectOf } from './case.ts'
import { type Content, type Message, openContents, openMessages } from './envelopes.ts'
import { caseIn, findCase } from './store.ts'
import { type Author, listMessages } from './thread-store.ts'

/** What a case says, whoever said it, and who it is of where its reader may know. */
export type CaseMaterial = {
  permit: Permit
  facts: CaseFacts
  content: Content
  messages: (Message & { from: Author })[]
  patient: PatientProfile | undefined
}

/** A case for a feature that its doctor asks about it. Refuses NOT_FOUND. */
export async function readMaterial(tx: Reader, keep: Keep, op: Operation, id: string, permission: Permission): Promise<CaseMaterial> {
  const [[row], said] = await tx.runAll([findCase(id), listMessages(id)])
  const facts = caseIn(row ?? refuse('NOT_FOUND'))
  const permit = Permit.ask(op, permission, subjectOf(facts, op.actor))
  const { patientId, patientProfile } = facts
  const known = patientId !== undefined && patientProfile !== undefined ? [{ patientId, profile: patientProfile }] : []
  const [[content], texts, [patient]] = await Promise.all([
    openContents(keep, op.tenantId, [{ id, sealed: facts.content }]),
    openMessages(
      keep,
      op.tenantId,
      said.map((message) => ({ id: message.id, sealed: Sealed.fromDatabase(message.content) })),
    ),
    openProfiles(keep, op.tenantId, known),
  ])
  if (content === undefined) throw new Error('a case that was just read has no content')
  return {
    permit,
    facts,
    content,
    messages: texts.map((message, place) => ({ ...message, from: said[place]?.author ?? 'doctor' })),
    patient,
  }
}
