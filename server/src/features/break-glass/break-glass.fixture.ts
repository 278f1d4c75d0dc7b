import type { Clinic } from '../../../tests/clinic.ts'
import { drIdan, type Person, pia } from '../../../tests/people.ts'

export const reason = { code: 'cannot-speak' as const, text: 'Canary-Reason: found unconscious in the hall, no allergies known' }

export const idOf = (clinic: Clinic, patient: Person): string => clinic.who(patient).patientId ?? ''

/** Dr Idan, who has nothing to do with Pia, opens her chart. */
export async function openFor(clinic: Clinic, patient = pia, doctor = drIdan) {
  return (await clinic.as(doctor)).openBreakGlass({ body: { patient: { id: idOf(clinic, patient) }, reason } })
}
