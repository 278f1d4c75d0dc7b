/** Every permission, by name. Which role has which, over whom, is the one page `server/src/security/policy.ts`. */
export const permissions = [
  'session.own',
  'mailbox.read',
  'user.unlock',
  'patient.list',
  'patient.read',
  'patient.update',
  'history.read',
  'access-log.read',
  'doctor.list',
  'doctor.read',
  'slots.read',
  'availability.read',
  'availability.write',
  'appointment.list',
  'appointment.read',
  'appointment.book',
  'appointment.cancel',
  'record.list',
  'record.read',
  'record.write',
  'record.sign',
  'record.verify',
  'journal.read',
] as const

export type Permission = (typeof permissions)[number]
