import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Exactly, Id, Instant, Page, pageQuery } from './shapes.ts'

export const mailTemplates = [
  'reset',
  'verification',
  'already-registered',
  'password-changed',
  'second-factor-changed',
  'recovery-code-used',
  'first-password',
  'invitation',
  'email-change',
  'email-changed',
  'session-elsewhere',
  'account-closed',
  'factors-reset',
  'factor-reset-asked',
  'alert',
  'proxy-invitation',
  'sessions-ended',
  'password-disabled',
  'visit-changed',
  'visit-reminder',
  'waitlist-offer',
  'case-answered',
  'email-in-use',
  'sign-on-changed',
] as const
export type MailTemplate = (typeof mailTemplates)[number]

const Mail = Type.Object({
  id: Id,
  at: Instant,
  to: Type.String(),
  template: Type.Enum(mailTemplates),
  /** BCP 47. */
  language: Type.String(),
  subject: Type.String(),
  text: Type.String(),
  /** Where the mail leads, as path and fragment of this installation. */
  link: Type.Optional(Type.String()),
})

export const listMailbox = endpoint({
  method: 'GET',
  path: '/mailbox',
  status: 200,
  summary: 'The mails that the demo would have sent, newest first: one’s own, or for an administrator the organisation’s',
  profile: 'demo',
  access: 'mailbox.read',
  assurance: signedIn,
  audit: 'mailbox.read',
  query: Exactly(pageQuery),
  reply: Page(Mail),
  refusals: [],
})
