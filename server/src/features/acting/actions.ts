// Acting for somebody is said by the token itself: it names for whom and who acts, reaches that one patient, and what only oneself may do not at all. [F27]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import type { AccessTokens } from '../../security/vault/index.ts'
import { findPatient, patientRow, subjectOf } from '../patients/index.ts'

export type ActingKeep = Keep & { readonly tokens: AccessTokens }

/** Refuses NOT_FOUND where no live link lets the caller act for the patient, and BEARER_REQUIRED where a cookie speaks: a browser says it by what it opens. */
export async function actFor(keep: ActingKeep, op: Operation, { body }: Input<Api['actFor']>): Promise<Reply<Api['actFor']>> {
  const { userId, session, role } = op.actor
  if (userId === undefined || session === undefined || session.cookie) return refuse('BEARER_REQUIRED')
  const actingFor = await keep.db.transact(op, async (tx) => {
    const [found] = await tx.run(findPatient(body.patientId))
    const subject = subjectOf(patientRow(found ?? refuse('NOT_FOUND')))
    if (!subject.proxied) refuse('NOT_FOUND')
    Permit.ask(op, 'proxy.own', { ...subject, ownerUserId: userId })
    op.trace.actedFor(subject.patientId)
    return body.patientId.toLowerCase()
  })
  const aal = session.assurance
  const minted = await keep.tokens.mint({ sub: actingFor, act: { sub: userId }, tid: op.tenantId, sid: session.id, role, aal }, op.now)
  const expiresIn = minted.claims.exp - minted.claims.iat
  return { accessToken: minted.token, tokenType: 'Bearer', expiresIn, actingFor }
}
