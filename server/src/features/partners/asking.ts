// A partner is asked by one HTTP request that its mapping describes; whatever comes back that is no plain answer is a failure with one word for its cause.
import { partnerLimits } from '@wardkeep/contract/partners.ts'
import { EgressFailure, outbound } from '../../platform/egress/index.ts'
import { newRequestId } from '../../platform/ids.ts'
import type { JsonValue } from '../../security/vault/index.ts'
import { type Answer, answerIn, type Question, questionBody } from './mapping-rules.ts'
import type { Partner, PartnerKeep } from './partner.ts'
import { credentialPlace } from './partner.ts'

export type Asked = Answer | { outcome: 'failed'; reason: string }

/** Never throws for what a partner does. */
export async function ask(
  keep: PartnerKeep,
  tenantId: string,
  partner: Partner,
  { number, birthDate }: Omit<Question, 'requestId'>,
): Promise<Asked> {
  const requestId = newRequestId()
  const body: JsonValue = questionBody(partner.mapping, { number, birthDate, requestId })
  const secret = partner.credential && (await keep.vault.open(credentialPlace(tenantId, partner.id), partner.credential))
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(typeof secret === 'string' && { [partner.mapping.header ?? 'authorization']: secret }),
  }
  try {
    const call = outbound({ allow: keep.egress, timeoutMs: partnerLimits.timeoutMs, largestBytes: partnerLimits.answerBytes })
    const reply = await call(partner.url, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) {
      await reply.body?.cancel()
      return { outcome: 'failed', reason: reply.status < 500 ? 'refused' : 'partner-error' }
    }
    return answerIn(partner.mapping, requestId, parsed(await reply.text()))
  } catch (cause) {
    if (cause instanceof EgressFailure) return { outcome: 'failed', reason: cause.reason }
    throw cause
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
