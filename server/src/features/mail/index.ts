/** Mail: what the product writes to people, kept in an outbox until a mail server has it. Nothing protected stands in a mail. */

export { dropMail, type MailKeep, mailPatient } from './patient-actions.ts'
export { countMails, dropMails, type OutgoingMail, queueMail, sweepMails } from './queue-actions.ts'
export { mailRoutes } from './routes.ts'
export { Sender } from './sender-actions.ts'
