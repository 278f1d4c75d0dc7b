/** A request as it is kept, with what is offered for it now; `acting`: null where the caller does not act for the patient, else whether in matters of visits. */
export type EntryRow = {
  id: string
  patient_id: string
  wish: Buffer
  from_date: string
  until_date: string
  asked_at: Date
  acting: boolean | null
  patient_profile: Buffer | null
  doctor_id: string | null
  doctor_profile: Buffer | null
  offer_id: string | null
  offer_doctor: string | null
  offer_profile: Buffer | null
  offer_zone: string | null
  offer_start: Date | null
  offer_end: Date | null
  offer_expires: Date | null
}
