import { type AuditCode, type Purpose, shownBy } from './audit.ts'

/** Oversight itself: whoever judges another's reading, asks why it was allowed, or ends emergency access, does not owe a purpose for that. */
const oversight: readonly (AuditCode | 'none')[] = ['review.listed', 'review.closed', 'access.explained', 'break-glass.ended']

/**
 * Whether an act shows a patient's data, so that an administrator says for what: everything that `shownBy` names and is not oversight, and changes of a
 * profile, which answer with it.
 */
export function asksPurpose(action: AuditCode | 'none'): boolean {
  return !oversight.includes(action) && (action === 'patient.updated' || Object.hasOwn(shownBy, action))
}

/** What the web app offers to choose from. An API caller may state any code of `purposes` but BTG, which is given by emergency access alone. */
export const offeredPurposes = ['HOPERAT', 'PATRQT', 'TREAT', 'HPAYMT', 'PUBHLTH'] as const satisfies readonly Purpose[]
