import type { modalities } from '@wardkeep/contract/visit-types.ts'

/** A kind of visit that the clinic offers. */
export type VisitType = {
  id: string
  name: string
  minutes: number
  /** Minutes before and after that no other visit of the doctor may take. */
  bufferBefore: number
  bufferAfter: number
  modality: (typeof modalities)[number]
  noticeMinutes: number
  horizonDays: number
  /** Visits of one doctor on one date of the doctor's; null: as many as there is time for. */
  dailyCap: number | null
  /** Empty: those of the doctor. */
  languages: readonly string[]
  everyDoctor: boolean
  /** Who offers it, where not every doctor does. */
  doctorIds: readonly string[]
  active: boolean
  version: number
}
