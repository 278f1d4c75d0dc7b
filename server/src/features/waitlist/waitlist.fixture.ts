import type { Api, Input } from '@wardkeep/contract'
import type { Clinic } from '../../../tests/clinic.ts'
import { drAna, type Person, pia, rita } from '../../../tests/people.ts'
import { newId } from '../../platform/ids.ts'
import { openLog } from '../../platform/log.ts'
import { insertPatient, sealProfile } from '../patients/index.ts'
import { doctorOf, freeTime } from '../scheduling/visits.fixture.ts'
import { moveLine } from './index.ts'

export type Wish = Omit<Input<Api['joinWaitlist']>['body'], 'patientId'>

/** A visit with Dr Ana that reception booked for a patient without an account. */
export async function visitOfAnother(clinic: Clinic) {
  const now = clinic.clock.now()
  const [patientId, { tenantId }] = [newId(now), clinic.who(pia)]
  await clinic.keep.vault.createPatient(tenantId, patientId)
  const sealed = await sealProfile(clinic.keep, tenantId, patientId, { displayName: 'Third Person' })
  await clinic.asSystem(pia, (tx) => tx.run(insertPatient({ tenantId, id: patientId, sourceIndex: null, language: 'en', sealed, now })))
  return (await clinic.as(rita)).bookAppointment({ body: { ...(await freeTime(clinic)), patientId } })
}

export async function cancel(clinic: Clinic, by: Person, id: string): Promise<void> {
  await (await clinic.as(by)).cancelAppointment({ params: { id }, body: { reason: 'patient-request' } })
}

/** Puts a patient into the line, for Dr Ana where nothing else is said. */
export async function wait(clinic: Clinic, person: Person, wish: Wish = { doctorId: doctorOf(clinic, drAna) }) {
  return (await clinic.as(person)).joinWaitlist({ body: wish })
}

export async function entryOf(clinic: Clinic, person: Person) {
  const { items } = await (await clinic.as(person)).listWaitlist({ query: {} })
  return items[0]
}

/** One round of the periodic work; gives how many offers were over. */
export function moved(clinic: Clinic): Promise<number> {
  return moveLine({ ...clinic.keep, publicUrl: 'http://localhost:8080' }, clinic.clock.now(), openLog('silent'))
}
