/**
 * SQL that says whether a live care relation ties the doctor of the transaction to the patient in a column. Written out, not a function of the
 * database: PostgreSQL plans it into the query, where a call would cost more than the read around it.
 */
export function inCare(patientColumn: string): string {
  return `exists (select from my_care where my_care.patient_id = ${patientColumn})`
}

/** SQL that says whether nothing but emergency access ties them: what is done then is done under that purpose, and reviewed. */
export function byEmergency(patientColumn: string): string {
  return `exists (select from my_emergencies where my_emergencies.patient_id = ${patientColumn})`
}
