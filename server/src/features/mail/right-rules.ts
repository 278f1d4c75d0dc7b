// On whose right a letter rests: what tells of a patient or of the clinic goes only to who may still know it when it leaves. [V8.3.3]
import type { MailTemplate } from '@wardkeep/contract/mailbox.ts'

/** `account`: it is about the reader's own account, and goes where it was written to; what it leads to asks anew when it is opened. */
export type Right = 'visits' | 'cases' | 'running' | 'account'

export const restsOn: Readonly<Record<MailTemplate, Right>> = {
  reset: 'account',
  verification: 'account',
  'already-registered': 'account',
  'password-changed': 'account',
  'second-factor-changed': 'account',
  'sign-on-changed': 'account',
  'recovery-code-used': 'account',
  'first-password': 'account',
  invitation: 'account',
  'email-change': 'account',
  'email-changed': 'account',
  'session-elsewhere': 'account',
  'account-closed': 'account',
  'factors-reset': 'account',
  'factor-reset-asked': 'account',
  alert: 'running',
  'proxy-invitation': 'account',
  'sessions-ended': 'account',
  'password-disabled': 'account',
  'visit-changed': 'visits',
  'visit-reminder': 'visits',
  'waitlist-offer': 'visits',
  'case-answered': 'cases',
  'email-in-use': 'account',
}
