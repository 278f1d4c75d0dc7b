/** Each rule a password can break, and the constant sentence by which PASSWORD_REFUSED names it. */
export const passwordReasons = {
  short12: 'must have at least 12 characters',
  short15: 'must have at least 15 characters',
  long: 'must have at most 1024 characters',
  capital: 'must have a capital letter',
  small: 'must have a small letter',
  digit: 'must have a digit',
  sign: 'must have a character that is neither letter nor digit',
  mixed: 'must have at least 15 characters, or else a capital letter, a small letter, a digit and another sign',
  personal: 'must have 12 characters besides your name, username and e-mail address',
  common: 'must not be a common password',
  breached: 'must not be one that was in a data breach',
  words: 'must be more than common words',
  keyboard: 'must be more than neighbouring keys',
  sequence: 'must be more than letters or digits in their order',
  repeat: 'must be more than repetitions',
  date: 'must be more than a year or a date',
  organisation: 'must be more than the name of the organisation or of this software',
} as const

export type PasswordRule = keyof typeof passwordReasons
