import { clientCodes, Problem, type ProblemCode } from '@wardkeep/client'
import { refusals } from '@wardkeep/contract/refusals.ts'
import i18next, { type TFunction } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { en } from './en/index.ts'
import { he } from './he/index.ts'
import { isolate } from './isolate.ts'
import { faultAt, reasonOf } from './reasons.ts'
import { isOurFault, sentenceOf } from './sentence.ts'

let inEnglish: TFunction
let inHebrew: TFunction

beforeAll(async () => {
  const words = i18next.createInstance()
  await words.init({
    resources: { en: { words: en }, he: { words: he } },
    ns: ['words'],
    defaultNS: 'words',
    lng: 'en',
    fallbackLng: false,
  })
  inEnglish = words.getFixedT('en')
  inHebrew = words.getFixedT('he')
})

const problem = (code: ProblemCode, more: { title?: string; retryAfter?: number } = {}) =>
  new Problem({ status: 400, code, title: more.title ?? 'Title', retryAfter: more.retryAfter })

test('every refusal of the contract, and every failure besides, has one plain sentence in both languages', () => {
  const isCode = (code: string): code is ProblemCode => Object.hasOwn(refusals, code) || clientCodes.some((own) => own === code)
  for (const code of [...Object.keys(refusals), ...clientCodes].filter(isCode)) {
    if (code === 'UNKNOWN') continue
    const english = sentenceOf(problem(code), inEnglish)
    const hebrew = sentenceOf(problem(code), inHebrew)
    expect(english, code).toMatch(/^[A-Z][^{}_]+\.$/)
    expect(hebrew, code).toMatch(/[\u05d0-\u05ea].*\.$/)
  }
})

test('a refusal that is newer than the page is told in the server’s own words', () => {
  expect(sentenceOf(problem('UNKNOWN', { title: 'The hold has run out' }), inEnglish)).toBe('The hold has run out')
})

test('how long to wait is told in minutes, counted as the language counts', () => {
  expect(sentenceOf(problem('SIGN_IN_LOCKED', { retryAfter: 3600 }), inEnglish)).toMatch(/Try again in 60 minutes\.$/)
  expect(sentenceOf(problem('TOO_MANY_REQUESTS', { retryAfter: 5 }), inEnglish)).toMatch(/Try again in 1 minute\.$/)
  expect(sentenceOf(problem('TOO_MANY_REQUESTS', { retryAfter: 100 }), inHebrew)).toMatch(/בעוד שתי דקות\.$/)
})

test('a lock is told with the minute from which one may try again, never one that is still too early', () => {
  const seen: string[] = []
  const clock = (instant: string) => {
    seen.push(instant)
    return '14:05'
  }
  const locked = problem('SIGN_IN_LOCKED', { retryAfter: 3599.2 })
  expect(sentenceOf(locked, inEnglish, clock)).toMatch(/paused\. You can try again from 14:05\.$/)
  expect(sentenceOf(locked, inHebrew, clock)).toMatch(/ 14:05\.$/)
  for (const instant of seen) {
    expect(instant).toMatch(/:00\.000Z$/)
    expect(Date.parse(instant)).toBeGreaterThanOrEqual(Date.parse(locked.retryAt ?? ''))
  }
})

test('what is not a problem of a call is never shown as it is', () => {
  expect(sentenceOf(new TypeError('x is undefined'), inEnglish)).toBe(en.problems.unexpected)
})

test('a reference for support is offered where support can do something', () => {
  expect(isOurFault(problem('INTERNAL'))).toBe(true)
  expect(isOurFault(problem('SLOT_TAKEN'))).toBe(false)
})

test('the reason for one field is told in the reader’s language; one that is not known in general, and never in the server’s own words', () => {
  expect(reasonOf('must have a digit', inHebrew)).toBe('נדרשת ספרה.')
  expect(reasonOf('must be something new', inHebrew)).toBe('הערך אינו כתוב בצורה הנדרשת.')
  expect(reasonOf('must NOT have fewer than 1 items', inHebrew)).toBe('נא למלא שדה זה.')
  expect(reasonOf('must lie at most 90 days after from', inEnglish)).toBe('At most 90 days in all.')
  expect(faultAt({ errors: [{ field: 'domains.0', reason: 'is not a domain' }] }, 'domains', inEnglish)).toMatch(/^This is no domain/)
})

test('a name in the other direction is isolated, one in the same is left alone', () => {
  expect(isolate('Ana Levi', 'rtl')).toBe('\u2068Ana Levi\u2069')
  expect(isolate('נועה', 'ltr')).toBe('\u2068נועה\u2069')
  expect(isolate('Ana Levi', 'ltr')).toBe('Ana Levi')
  expect(isolate('10:30', 'rtl')).toBe('10:30')
})
