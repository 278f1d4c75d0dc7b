import { readFileSync } from 'node:fs'
import { formOf, type PasswordPolicy, passwordPolicies } from '@wardkeep/contract/passwords/index.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonPasswords, listPath } from '../../../../scripts/common-passwords.ts'
import { commonWords } from './common.ts'
import { brokenRules } from './index.ts'
import { linesOf } from './word-file.ts'

const listed = linesOf(readFileSync(listPath, 'utf8'))
const place = (policy: PasswordPolicy) => ({ policy, names: ['Harbour Clinic', 'harbour'] })
const owner = { email: 'rose.levi@harbour.test', username: 'rosy-levi', displayName: 'Rose Levi' }

test.each(passwordPolicies)(
  '[B277][F5 part][V6.2.4] more than 3,000 listed passwords would pass the form of %s, and each is refused for being common',
  (policy) => {
    const fitting = listed.filter((password) => formOf(policy, password).every(({ met }) => met))
    expect(new Set(fitting).size).toBeGreaterThanOrEqual(3000)
    for (const password of fitting) expect(brokenRules(password, place(policy)), password).toContain('common')
  },
)

test('the list is what its script makes of the words, to the letter', () => {
  expect(readFileSync(listPath, 'utf8')).toBe(commonPasswords())
})

test.each([
  ['Password123!', true],
  ['PASSWORD123!', true],
  ['P@$$w0rd123!', true],
  ['ｐａｓｓｗｏｒｄ123!', true],
  ['xPassword123!x', false],
])('[B277 part] the whole password is looked up, whatever its case and stand-ins: %j', (password, common) => {
  expect(brokenRules(password, place('hybrid')).includes('common')).toBe(common)
})

test.each([
  ['Summer-2027!', ['date', 'words']],
  ['Sunshine!Princess1', ['words']],
  ['Doctor.Doctor.77', ['repeat']],
  ['Iloveyou-12345!', ['words', 'sequence']],
  ['Qazwsx.Qwerty.1', ['keyboard']],
  ['Shalom!Shalom!1', ['repeat']],
  ['Mohammed-1985!!', ['date', 'words']],
  ['Wardkeep-2027-!', ['date', 'organisation']],
])('[B277 part] a password that guessers build, %j, is refused by the rules that build it', (password, told) => {
  expect(brokenRules(password, place('composition')).toSorted()).toEqual(expect.arrayContaining(told))
})

const printable = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))
const hasForm = (policy: PasswordPolicy) => (password: string) => formOf(policy, password).every(({ met }) => met)

test('[B277 part] of ten thousand random passwords of sixteen characters none is refused, under any policy', () => {
  const random = fc.array(fc.constantFrom(...printable), { minLength: 16, maxLength: 16 }).map((signs) => signs.join(''))
  fc.assert(
    fc.property(random.filter(hasForm('composition')), fc.constantFrom(...passwordPolicies), (password, policy) => {
      expect(brokenRules(password, place(policy), owner)).toEqual([])
    }),
    { numRuns: 3_000 },
  )
})

test('[B277 part] nor is any phrase of five words, although each of the words is a common one', () => {
  const phrase = fc
    .uniqueArray(fc.constantFrom(...commonWords), { minLength: 5, maxLength: 5 })
    .chain((words) => fc.constantFrom(' ', '-', '.', '').map((between) => words.join(between)))
    .filter(hasForm('length'))
  fc.assert(
    fc.property(phrase, (password) => {
      expect(brokenRules(password, place('length'), owner)).toEqual([])
      expect(brokenRules(`${password} A1!a`, place('composition'), owner)).toEqual([])
    }),
    { numRuns: 3_000 },
  )
})
