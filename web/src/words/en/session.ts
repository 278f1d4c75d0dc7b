/** Proving once more who one is, unlocking, and being told that a session is over. */
export const session = {
  confirmTitle: 'Confirm that it is you',
  confirmText: 'What you are about to do carries your name. Enter your password, then it continues where it was.',
  codeText: 'What you are about to do decides how your account is protected. Enter the code that your authenticator app shows.',
  confirm: 'Confirm',
  lockedTitle: 'Your session is locked',
  lockedText: 'You were away for a while, so we covered the screen. Your work is still here.',
  lockedFullText: 'It has been long since you gave your second step. Give it once more; your work is still here.',
  byCode: 'Use a code of your authenticator app',
  byPassword: 'Use your password',
  notYou: 'Not you? Sign out',
  unlock: 'Unlock',
  signedInAs: 'Signed in as {{name}}',
  cancel: 'Cancel',
  ended: 'Your session has ended. Sign in to continue where you were.',
  cannotLeave: 'You are still signed in: the clinic did not answer. Try again in a moment.',
}
