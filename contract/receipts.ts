import { Type } from 'typebox'
import { Case, CaseDetail, question } from './cases.ts'
import { anyone, endpoint, signedIn } from './endpoint.ts'
import { Exactly, limits, ProtectedText } from './shapes.ts'

/** Days until an anonymous case is deleted; cases taken in a day (UTC) from one address and from everybody; uses of receipts in an hour from one address. */
export const anonymousLimits = { days: 30, perAddress: 5, everybody: 200, uses: 60 } as const

/** As it was shown once; hyphens, spaces and small letters make no difference. */
const receipt = Type.String({ minLength: 1, maxLength: 100 })
/** Nobody’s cases exist in the demo alone, and there only where the operator turned them on. */
const nobodys = { profile: 'demo', flag: 'anonymous-cases', method: 'POST' } as const
const byReceipt = { ...nobodys, access: 'public', assurance: anyone, refusals: ['RECEIPT_UNKNOWN'] } as const

export const submitAnonymously = endpoint({
  ...nobodys,
  path: '/receipts',
  strangersAt: '/api/cases',
  status: 201,
  summary: 'Submit a medical question as nobody in particular; the receipt, shown this once, is the only way back to it',
  access: 'public',
  assurance: anyone,
  audit: 'case.submitted',
  body: Exactly(question),
  reply: Type.Object({ ...Case.properties, receipt: Type.String() }),
  refusals: ['NOT_FOUND'],
})
export const readByReceipt = endpoint({
  ...byReceipt,
  path: '/receipts/thread',
  status: 200,
  summary: 'The anonymous case of a receipt, with its thread',
  audit: 'receipt.read',
  body: Exactly({ receipt }),
  reply: CaseDetail,
})
export const writeByReceipt = endpoint({
  ...byReceipt,
  path: '/receipts/messages',
  status: 201,
  summary: 'Write into the thread of the anonymous case of a receipt',
  audit: 'case.written',
  body: Exactly({ receipt, text: ProtectedText(limits.section, 1) }),
  reply: CaseDetail,
  refusals: ['RECEIPT_UNKNOWN', 'CASE_MOVED', 'CASE_FULL'],
})
export const claimCase = endpoint({
  ...nobodys,
  path: '/receipts/claim',
  status: 201,
  summary: 'Make the anonymous case of a receipt one’s own, once and for good; the receipt opens nothing any more',
  access: 'case.claim',
  assurance: signedIn,
  audit: 'case.claimed',
  body: Exactly({ receipt }),
  reply: CaseDetail,
  refusals: ['RECEIPT_UNKNOWN'],
})
