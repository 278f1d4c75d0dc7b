import type { FieldProblem } from '../../platform/refusal.ts'

/** What the account says of its owner, and a password may not repeat. */
export type PasswordOwner = { email?: string; displayName?: string }

/**
 * Every rule of the policy `composition` that a password breaks: 12 to 1024 characters (code points) with a capital letter, a small letter,
 * a digit and another sign, and nothing of the account in it. Letters of every script are welcome beside them. [B50]
 */
export function passwordProblems(password: string, owner: PasswordOwner = {}): FieldProblem[] {
  const text = password.normalize('NFC')
  return rules.filter((rule) => !rule.holds(text, owner)).map(({ reason }) => ({ field: 'password', reason }))
}

const rules: { reason: string; holds: (password: string, owner: PasswordOwner) => boolean }[] = [
  { reason: 'must have at least 12 characters', holds: (password) => [...password].length >= 12 },
  { reason: 'must have at most 1024 characters', holds: (password) => [...password].length <= 1024 },
  { reason: 'must have a capital letter', holds: (password) => /\p{Lu}/u.test(password) },
  { reason: 'must have a small letter', holds: (password) => /\p{Ll}/u.test(password) },
  { reason: 'must have a digit', holds: (password) => /\p{Nd}/u.test(password) },
  { reason: 'must have a character that is neither letter nor digit', holds: (password) => /[^\p{L}\p{N}\p{M}]/u.test(password) },
  { reason: 'must not contain your name or the name in your e-mail address', holds: (password, owner) => !repeats(password, owner) },
]

function repeats(password: string, { email = '', displayName = '' }: PasswordOwner): boolean {
  const folded = fold(password)
  const words = [...displayName.split(/[^\p{L}\p{N}\p{M}]+/u), email.slice(0, Math.max(0, email.lastIndexOf('@')))]
  return words.map(fold).some((word) => [...word].length >= 4 && folded.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
