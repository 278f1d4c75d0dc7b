// The standing cast. Every test that needs somebody takes one of them, so a title with a name in it says who may do what.
export type Person = {
  key: string
  role: 'patient' | 'doctor' | 'admin' | 'reception' | 'auditor'
  organisation: 'harbour' | 'hilltop'
  displayName: string
  email: string
  language: string
}

/** Patient at Harbour. Her name has an apostrophe and her language runs right to left. */
export const pia: Person = {
  key: 'pia',
  role: 'patient',
  organisation: 'harbour',
  displayName: "Pia O'Malley-כהן",
  email: 'pia@harbour.test',
  language: 'he',
}
/** Another patient at Harbour: must never see what is Pia's. */
export const paul: Person = {
  key: 'paul',
  role: 'patient',
  organisation: 'harbour',
  displayName: 'Paul Novák',
  email: 'paul@harbour.test',
  language: 'en',
}
/** Pia's doctor, by an appointment in the books from the start. */
export const drAna: Person = {
  key: 'drAna',
  role: 'doctor',
  organisation: 'harbour',
  displayName: 'Dr Ana Levi',
  email: 'ana@harbour.test',
  language: 'en',
}
/** A doctor of the same organisation with no relation to Pia. */
export const drIdan: Person = {
  key: 'drIdan',
  role: 'doctor',
  organisation: 'harbour',
  displayName: 'Dr Idan Barak',
  email: 'idan@harbour.test',
  language: 'he',
}
/** A doctor of another organisation: must see nothing of Harbour. */
export const drOtto: Person = {
  key: 'drOtto',
  role: 'doctor',
  organisation: 'hilltop',
  displayName: 'Dr Otto Falk',
  email: 'otto@hilltop.test',
  language: 'en',
}
/** A patient of another organisation. */
export const hanna: Person = {
  key: 'hanna',
  role: 'patient',
  organisation: 'hilltop',
  displayName: 'Hanna Weiss',
  email: 'hanna@hilltop.test',
  language: 'en',
}
/** Runs the other organisation. */
export const mira: Person = {
  key: 'mira',
  role: 'admin',
  organisation: 'hilltop',
  displayName: 'Mira Stern',
  email: 'mira@hilltop.test',
  language: 'en',
}
/** Reception at Harbour: schedules, no clinical text. */
export const rita: Person = {
  key: 'rita',
  role: 'reception',
  organisation: 'harbour',
  displayName: 'Rita Desk',
  email: 'rita@harbour.test',
  language: 'en',
}
/** Reads the log at Harbour, no charts. */
export const aud: Person = {
  key: 'aud',
  role: 'auditor',
  organisation: 'harbour',
  displayName: 'Aud Checker',
  email: 'aud@harbour.test',
  language: 'en',
}
/** Runs Harbour. */
export const max: Person = {
  key: 'max',
  role: 'admin',
  organisation: 'harbour',
  displayName: 'Max Ruler',
  email: 'max@harbour.test',
  language: 'en',
}

export const cast = [pia, paul, drAna, drIdan, drOtto, hanna, mira, rita, aud, max]

/** Everybody's password: as strong as the policy asks, and the same, so that a test reads. */
/** Every test that is not about the cost of a hash signs somebody in: a fifth of their time went into it. */
export const castHashCost = { memoryMiB: 1, passes: 1 }
export const castPassword = 'Correct-Horse-7-Battery'
