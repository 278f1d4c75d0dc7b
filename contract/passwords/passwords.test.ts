import { describe, expect, test } from 'vitest'
import { foldSet, leansOnOwner, measure, passwordReasons, patternsIn, signsOf } from './index.ts'

const free = (text: string) => measure(signsOf(text)).free
const rules = (text: string) => measure(signsOf(text)).rules

describe('what each detector explains, and how many characters are then left free', () => {
  test.each([
    ['qwertyuiop', 2],
    ['POIUYTREWQ', 2],
    ['asdfghjkl', 2],
    ['azertyuiop', 2],
    ['qsdfghjklm', 2],
    ['qwertzuiop', 2],
    ['yxcvbnm', 2],
    ['שדגכעיחל', 2],
    ["/'קראטו", 2],
    ['1qaz2wsx3edc', 2],
    ['qazwsxedc', 2],
    ['1q2w3e4r5t', 2],
    ['!@#$%^&*(', 2],
    ['!QAZ@WSX', 2],
    ['asdf-hjkl', 5],
    ['qwe', 3],
    ['qetuo', 5],
    ['qpwoei', 6],
  ])('keys side by side: %j leaves %i', (text, left) => {
    expect(free(text)).toBe(left)
    expect(rules(text)).toEqual(left < [...text].length ? expect.arrayContaining(['keyboard']) : [])
  })

  test.each([
    ['abcdefgh', 2],
    ['zyxwvu', 2],
    ['abc', 2],
    ['123456789', 2],
    ['0123456789', 2],
    ['987654321', 2],
    ['02468', 2],
    ['אבגדהו', 2],
    ['ab', 2],
    ['acegik', 6],
    ['1357', 2],
    ['314159', 6],
  ])('letters and digits in their order: %j leaves %i', (text, left) => {
    expect(free(text)).toBe(left)
    expect(rules(text)).toEqual(left < [...text].length ? [expect.stringMatching(/sequence|keyboard/)] : [])
  })

  test.each([
    ['aaaaaaaa', 2],
    ['aaa', 2],
    ['aa', 2],
    ['xkxkxkxk', 3],
    ['kwrkwrkwr', 4],
    ['kwrvkwrv', 5],
    ['🙂🙂🙂🙂', 2],
    ['kwrv7kwrv', 9],
    ['kwr-wrk', 7],
  ])('repetitions: %j leaves %i', (text, left) => {
    expect(free(text)).toBe(left)
    expect(rules(text)).toEqual(left < [...text].length ? ['repeat'] : [])
  })

  test.each([
    ['1987', 1],
    ['2026', 1],
    ['19870214', 2],
    ['14.02.1987', 2],
    ['02/14/87', 2],
    ['2026-07-31', 2],
    ['140287', 2],
    ['1887', 4],
    ['2187', 4],
    ['99.37.1887', 10],
  ])('years and dates: %j leaves %i', (text, left) => {
    expect(free(text)).toBe(left)
    expect(rules(text)).toEqual(left < [...text].length ? ['date'] : [])
  })

  const words = { common: foldSet(['password', 'dragon']), place: foldSet(['Harbour']) }
  test.each([
    ['password', 2, ['words']],
    ['P@$$w0rd', 2, ['words']],
    ['p455W0RD', 2, ['words']],
    ['pa55vvord', 9, []],
    ['drag0nPassword', 4, ['words']],
    ['dr-agon', 7, []],
    ['H4rb0ur', 1, ['organisation']],
    ['harb', 4, []],
  ])('known words, also in stand-ins: %j leaves %i', (text, left, told) => {
    expect(measure(signsOf(text), words)).toEqual({ free: left, rules: told })
  })
})

test.each([
  ['Kw7-Kw7-Kw7-', ['repeat']],
  ['Qwertz.Asdf9', ['keyboard']],
  ['Abcdef-123456', ['sequence']],
  ['19.07.1987-Abc', ['date', 'sequence']],
  ['Abcd-tuvoz-91!', []],
  ['Qwertz-tuvoz-91', []],
  ['1987-tuvozel!', []],
])('a pattern makes a password too predictable only where fewer than eight characters are left: %j', (password, told) => {
  expect(patternsIn(password)).toEqual(told)
})

test.each([
  ['Quiet-HARBOUR-99', true],
  ['otterBERG-Quiet-9', true],
  ['Quiet-ｈａｒｂｏｕｒ-9', true],
  ['0tt3rb3rg-Quiet-9', true],
  ['li_otter-Quiet-9!', true],
  ['LiOtterberg-2027!', true],
  ['Quiet-lights-example-9', false],
  ['Lime-Tree-7-Kettle', false],
  ['otterberg-kettle-mosaic-tundra-7', false],
])('[F5 part] the names of the owner may stand in %j, but twelve characters must be left without them: %s', (password, leans) => {
  const owner = { email: 'harbour@example.org', username: 'li_otter', displayName: 'Li Otterberg' }
  expect(leansOnOwner(password, owner)).toBe(leans)
})

test('an account that says nothing of its owner is leaned on by no password', () => {
  expect(leansOnOwner('Quiet-harbour-9', {})).toBe(false)
  expect(leansOnOwner('Quiet-harbour-9', { email: '', displayName: ' - ', username: '' })).toBe(false)
})

test('the longest password is measured in the time of a keystroke', () => {
  for (const text of ['a'.repeat(1024), 'aB3$'.repeat(256), 'qwertyuiop'.repeat(102), '19870214'.repeat(128)]) {
    const begun = performance.now()
    patternsIn(text)
    expect(performance.now() - begun, text.slice(0, 8)).toBeLessThan(500)
  }
})

test('no two rules have the same sentence', () => {
  expect(new Set(Object.values(passwordReasons)).size).toBe(Object.keys(passwordReasons).length)
})
