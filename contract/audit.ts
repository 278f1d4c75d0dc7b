/**
 * The closed registry of what the journal may say happened (promise B117): code → what a reader is told. A code outside it is refused by
 * the types here and by an enum in the database.
 */
export const auditCodes = {
  'account.registered': 'Asked to register',
  'session.signed-in': 'Signed in',
  'session.second-factor': 'Gave a second factor',
  'session.refreshed': 'Renewed a session',
  'session.refresh-reused': 'Showed a spent refresh token; its sessions were ended',
  'session.verified': 'Had a token checked',
  'session.proven': 'Proved who they are once more',
  'session.signed-out': 'Signed out',
  'session.read': 'Read who they are signed in as',
  'session.listed': 'Listed own sessions',
  'session.revoked': 'Ended a session',
  'patient.listed': 'Listed patients',
  'patient.read': 'Read a patient profile',
  'patient.updated': 'Changed a patient profile',
  'patient.history-read': 'Read imported history',
  'patient.access-log-read': 'Read who looked at a chart',
  'doctor.listed': 'Listed doctors',
  'doctor.read': 'Read a doctor profile',
  'doctor.slots-read': 'Read free slots',
  'doctor.availability-read': 'Read working hours',
  'doctor.availability-set': 'Set working hours',
  'appointment.listed': 'Listed appointments',
  'appointment.read': 'Read an appointment',
  'appointment.booked': 'Booked an appointment',
  'appointment.cancelled': 'Cancelled an appointment',
  'record.listed': 'Listed records',
  'record.read': 'Read a record',
  'record.drafted': 'Wrote a draft',
  'record.updated': 'Changed a draft',
  'record.signed': 'Signed a record',
  'record.verified': 'Checked a signature',
  'journal.read': 'Read the journal',
  'request.refused': 'Was refused before an act was reached',
  'system.imported': 'Imported a chart',
  'system.seeded': 'Made the demo clinic',
  'system.started': 'Started the server',
  'password.changed': 'Changed their password',
  'password.reset-asked': 'Asked for a link to choose a new password',
  'password.reset': 'Chose a new password by a mailed link',
  'email.verification-asked': 'Asked for a link to confirm an e-mail address',
  'email.verified': 'Confirmed an e-mail address',
  'mail.sent': 'Sent a mail',
  'mail.given-up': 'Gave a mail up',
  'mailbox.read': 'Looked into the demo’s mailbox',
  'patient.trends-read': 'Read trends of measurements',
  'account.locked': 'Too many failed tries locked it',
  'account.unlocked': 'Let somebody in again who was locked out',
  'account.lock-expired': 'A lock came to its end',
  'factor.listed': 'Looked at their own second factors',
  'authenticator.begun': 'Began to set up an authenticator app',
  'authenticator.confirmed': 'Set up an authenticator app',
  'authenticator.removed': 'Removed their authenticator app',
  'recovery-codes.made': 'Made new recovery codes',
  'recovery-code.used': 'Used a recovery code',
  'passkey.begun': 'Began to register a passkey',
  'passkey.registered': 'Registered a passkey',
  'passkey.renamed': 'Renamed a passkey',
  'passkey.removed': 'Removed a passkey',
  'passkey.counter-fell': 'Showed a passkey whose counter went back: it may have been copied',
} as const

export type AuditCode = keyof typeof auditCodes

/** What of a person an answer shows, in the classes that a reader of the journal asks for (promise B106). */
export const fieldClasses = ['identity', 'contact', 'insurance', 'schedule', 'clinical', 'access'] as const
export type FieldClass = (typeof fieldClasses)[number]

/** The classes that each act on a patient's data shows; a change names the changed fields instead. */
export const shownBy: { readonly [K in AuditCode]?: readonly FieldClass[] } = {
  'patient.listed': ['identity', 'contact', 'insurance'],
  'patient.read': ['identity', 'contact', 'insurance'],
  'patient.history-read': ['clinical'],
  'patient.trends-read': ['clinical'],
  'patient.access-log-read': ['access'],
  'appointment.listed': ['identity', 'schedule', 'clinical'],
  'appointment.read': ['identity', 'schedule', 'clinical'],
  'appointment.booked': ['identity', 'schedule', 'clinical'],
  'appointment.cancelled': ['identity', 'schedule', 'clinical'],
  'record.listed': ['clinical'],
  'record.read': ['clinical'],
  'record.drafted': ['clinical'],
  'record.updated': ['clinical'],
  'record.signed': ['clinical'],
  'record.verified': ['clinical'],
}

/** HL7 v3 PurposeOfUse codes that X-Purpose-Of-Use may carry. */
export const purposes = ['TREAT', 'ETREAT', 'HOPERAT', 'HPAYMT', 'HMARKT', 'HRESCH', 'PATRQT', 'PUBHLTH', 'BTG'] as const
export type Purpose = (typeof purposes)[number]
