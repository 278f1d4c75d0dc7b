// What did not happen, was an error or was only proposed must never read as a fact of the chart.
import type { Kind } from './kinds.ts'
import type { Place } from './place.ts'

/** FHIR R4 lets these stand without the code that names them. */
const mayBeNameless = ['condition', 'procedure', 'allergy', 'care-plan']

/** Why a resource may not become history, or undefined where it may. An unknown status is refused: it could mean either. */
export function whyVoid(at: Place, kind: Kind): string | undefined {
  if (carriesModifier(at)) return 'a modifier that is not known here changes its meaning'
  if (at.may('doNotPerform')?.flag()) return 'it says what not to do'
  if (['proposal', 'option'].includes(at.mayText('intent') ?? '')) return 'it was only proposed'
  if (mayBeNameless.includes(kind.kind) && kind.code.every((name) => at.may(name) === undefined)) return 'it does not say what it is'
  return isVoided(at, kind) ? 'its status says that it did not happen, was withdrawn or was an error' : undefined
}

/** FHIR R4, 2.4: who does not know a modifier must not act as if it were not there. */
export function carriesModifier(at: Place): boolean {
  return at.each('modifierExtension').length > 0 || at.may('implicitRules') !== undefined
}

/** Status as people need it: how things stand, unless the diagnosis itself is in doubt. */
export function readStatus(at: Place): string | undefined {
  const verification = codesOf(at, 'verificationStatus')[0]
  if (verification !== undefined && verification !== 'confirmed') return verification
  return at.mayText('status') ?? codesOf(at, 'clinicalStatus')[0]
}

function isVoided(at: Place, kind: Kind): boolean {
  const status = at.may('status') ?? at.may('verificationStatus')
  if (status === undefined) return needsStatus(kind) ? at.must('status').refuse('is missing') : false
  const codes = status.isText() ? [status.text()] : codesOf(at, 'verificationStatus')
  if (codes.some((code) => kind.voided.includes(code))) return true
  return codes.some((code) => kind.happened.includes(code)) ? false : status.refuse('is not a status of FHIR R4')
}

function needsStatus(kind: Kind): boolean {
  return kind.kind !== 'condition' && kind.kind !== 'allergy'
}

function codesOf(at: Place, field: string): string[] {
  const codings = at.may(field)?.each('coding') ?? []
  return codings.flatMap((coding) => coding.mayText('code') ?? [])
}
