import type { Transaction } from '../../platform/database.ts'
import type { Keep } from '../../security/keep.ts'
import type { Hours } from './calendar.ts'
import { insertHours } from './hours-store.ts'
import { sealDoctor } from './profile.ts'
import { insertDoctor } from './store.ts'

export type AddedDoctor = {
  id: string
  tenantId: string
  displayName: string
  languages: readonly string[]
  specialties: readonly string[]
  timeZone: string
  /** Blind index of where an imported doctor comes from. */
  sourceIndex?: Buffer
  hours: readonly Hours[]
  now: Date
}

/** Puts a doctor on the roster, with working hours, in a system transaction of the doctor's organisation. */
export async function addDoctor(tx: Transaction, keep: Keep, doctor: AddedDoctor): Promise<void> {
  const profile = await sealDoctor(keep, doctor.tenantId, doctor.id, { displayName: doctor.displayName })
  const row = { ...doctor, sourceIndex: doctor.sourceIndex ?? null, profile }
  await tx.runAll([insertDoctor(row, doctor.now), insertHours(doctor.id, doctor.hours, doctor.now)])
}
