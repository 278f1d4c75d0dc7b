import {
  enoughFree,
  foldSet,
  formOf,
  leansOnOwner,
  measure,
  type PasswordOwner,
  type PasswordPolicy,
  type PasswordRule,
  signsOf,
} from '@wardkeep/contract/passwords/index.ts'

export type Tick = { rule: Exclude<PasswordRule, Pattern> | 'patterns'; met: boolean }
type Pattern = 'common' | 'breached' | 'words' | 'keyboard' | 'sequence' | 'repeat' | 'date' | 'organisation'

/** The rules to tick off: those of form, then the owner's names and the patterns. The longest length is told only to whom it concerns. */
export function ticksOf(
  password: string,
  { policy, owner, names }: { policy: PasswordPolicy; owner: PasswordOwner; names: readonly string[] },
): Tick[] {
  const place = foldSet(['wardkeep', ...names.flatMap((name) => [name, ...name.split(/\s+/)])])
  return [
    ...formOf(policy, password).flatMap(({ rule, met }) => (isPattern(rule) || (rule === 'long' && met) ? [] : [{ rule, met }])),
    { rule: 'personal', met: password !== '' && !leansOnOwner(password, owner) },
    { rule: 'patterns', met: measure(signsOf(password), { place }).free >= enoughFree },
  ]
}

function isPattern(rule: PasswordRule): rule is Pattern {
  return ['common', 'breached', 'words', 'keyboard', 'sequence', 'repeat', 'date', 'organisation'].includes(rule)
}
