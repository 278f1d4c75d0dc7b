import type { Letters } from './letters.ts'

export const english: Letters = {
  direction: 'ltr',
  footer: 'This message was written automatically; replies are not read.',
  reset: {
    subject: 'Choose a new password',
    before: ['Someone, most likely you, asked to choose a new password for your account.'],
    action: 'Choose a new password:',
    after: [
      'The link works once, for 10 minutes. The new password signs out every device.',
      'If it was not you, there is nothing to do: your password stays as it is.',
    ],
  },
  verification: {
    subject: 'Confirm your e-mail address',
    before: ['An account was opened with this e-mail address. Please confirm that it is yours.'],
    action: 'Confirm the address:',
    after: ['The link works once, for 10 minutes. You can ask for a new one where you sign in.', 'If it was not you, ignore this message.'],
  },
  'already-registered': {
    subject: 'You already have an account',
    before: ['Someone, perhaps you, tried to open an account with this e-mail address. It has one already, and nothing was changed.'],
    action: 'If you do not remember your password, choose a new one:',
    after: ['If it was not you, there is nothing to do.'],
  },
  'password-changed': {
    subject: 'Your password was changed',
    before: ['The password of your account was changed, and all other devices were signed out.'],
    action: 'If it was not you, choose a new password at once and tell the clinic:',
    after: [],
  },
  'second-factor-changed': {
    subject: 'The second step of your sign-in was changed',
    before: ['An authenticator app was set up or removed for your account, or new recovery codes were made.'],
    action: 'If it was not you, tell the clinic at once and look here:',
    after: [],
  },
  'sign-on-changed': {
    subject: 'How you can sign in was changed',
    before: ['Your account was connected to an identity provider of your organisation, or disconnected from one.'],
    action: 'If it was not you, tell the clinic at once and look here:',
    after: [],
  },
  'recovery-code-used': {
    subject: 'A recovery code was used',
    before: ['Somebody signed in to your account with one of your recovery codes. It cannot be used again.'],
    action: 'If it was not you, tell the clinic at once. If it was, see how many codes are left:',
    after: [],
  },
  'first-password': {
    subject: 'Your organisation is ready',
    before: ['An organisation was made for you, and you are its first administrator.'],
    action: 'Choose your password:',
    after: [
      'The link opens for 10 minutes and works once. After that its page mails you a fresh one, for 24 hours.',
      'If you do not know what this is about, ignore this message.',
    ],
  },
  invitation: {
    subject: 'You are invited',
    before: ['A clinic invites you to open an account with this e-mail address.'],
    action: 'Accept the invitation and choose a password:',
    after: [
      'The link opens for 10 minutes and works once. After that its page mails you a fresh one, for 7 days.',
      'If you do not know what this is about, ignore this message: nothing is opened without you.',
    ],
  },
  'email-change': {
    subject: 'Confirm your new e-mail address',
    before: ['The owner of an account asked to use this e-mail address for it from now on.'],
    action: 'Use this address:',
    after: ['The link works once, for 10 minutes.', 'If it was not you, ignore this message: nothing changes.'],
  },
  'email-changed': {
    subject: 'Your e-mail address was changed',
    before: ['Your account has another e-mail address now. Messages no longer come here.'],
    action: 'If it was not you, take the change back:',
    after: [
      'The link opens for 10 minutes and works once. After that its page mails you a fresh one, for 3 days. It signs out every device.',
      'If it was you, there is nothing to do.',
    ],
  },
  'session-elsewhere': {
    subject: 'Your account was used from somewhere new',
    before: [
      'Somebody who is signed in as you uses a network and a browser that this sign-in had not used before. That happens after a journey or a change of network.',
    ],
    action: 'If it was not you, end that session here, change your password, and tell the clinic:',
    after: [],
  },
  'account-closed': {
    subject: 'Your account is closed',
    before: [
      'Your account was closed. Nobody can sign in to it any more, and this address is free to be used for a new one.',
      'What your clinic has to keep, such as a medical chart, stays with the clinic.',
    ],
    action: 'If it was not you who asked for it, tell the clinic. A new account can be opened here:',
    after: [],
  },
  'factor-reset-asked': {
    subject: 'Somebody asks to take the second step of your sign-in away',
    before: [
      'An administrator of your clinic asks that the second step of your sign-in be taken away, because it is lost. Nothing has changed yet: a second administrator has to agree within a day.',
    ],
    action: 'If you did not ask for it, tell the clinic at once. What your account is protected with stands here:',
    after: [],
  },
  'factors-reset': {
    subject: 'The second step of your sign-in was taken away',
    before: ['An administrator took away the second step of your sign-in and your recovery codes, and every device was signed out.'],
    action: 'If you did not ask for it, tell the clinic at once. If you did, sign in and set up a new second step here:',
    after: [],
  },
  alert: {
    subject: 'An alert for your clinic',
    before: ['Something happened in your clinic that an administrator should look at now.'],
    action: 'See what it is:',
    after: ['What it is about is shown after signing in, and never in a message.'],
  },
  'proxy-invitation': {
    subject: 'You are asked to act for somebody',
    before: ['A patient of a clinic asks you to act for them there: to see their chart, and perhaps to book their visits.'],
    action: 'See the invitation, and accept it or not:',
    after: [
      'The link opens for 10 minutes and works once. After that its page mails you a fresh one, for 7 days. Who asked will tell you their name themselves.',
      'If you do not know what this is about, ignore this message: nothing is opened to you without you.',
    ],
  },
  'sessions-ended': {
    subject: 'You were signed out',
    before: ['An administrator ended one or all of your sessions. What you had saved is kept, and you can sign in again.'],
    action: 'If you wonder why, ask the clinic. See where you are signed in:',
    after: [],
  },
  'password-disabled': {
    subject: 'Your password no longer works',
    before: [
      'The password of your account was disabled: wrong ones were tried a hundred times in a row, or an administrator found that it is no longer safe.',
    ],
    action: 'Choose a new password here:',
    after: ['A device or a passkey that is signed in goes on working.'],
  },
  'visit-changed': {
    subject: 'Something about your visits has changed',
    before: ['The clinic has booked, moved or cancelled a visit of yours, or another doctor will see you.'],
    action: 'Sign in to see what is new, and change it if it does not suit you:',
    after: ['What it is about is shown after signing in, and never in a message.'],
  },
  'visit-reminder': {
    subject: 'You have a visit coming up',
    before: ['This is a reminder of a visit that you have booked.'],
    action: 'See when and where, or cancel if you cannot come:',
    after: ['What it is about is shown after signing in, and never in a message.', 'You can turn reminders off in your profile.'],
  },
  'waitlist-offer': {
    subject: 'A time has become free for you',
    before: ['You asked to be told when a time becomes free, and one has. It is kept for you for a short while.'],
    action: 'See it and take it:',
    after: ['If you do not take it in time, it is offered to the next person. You stay on the waiting list.'],
  },
  'case-answered': {
    subject: 'Your question has been answered',
    before: ['A doctor has answered a question that you asked.'],
    action: 'Read the answer, and ask on if something is unclear:',
    after: ['What it says is shown after signing in, and never in a message.'],
  },
  'email-in-use': {
    subject: 'This e-mail address is in use for your account',
    before: ['Your account uses this e-mail address from now on. The address before it was told as well.'],
    action: 'If you did not ask for it, tell the clinic. What your account is protected with stands here:',
    after: [],
  },
}
