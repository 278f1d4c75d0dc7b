import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from './any-text.fixture.ts'
import { triage } from './triage.ts'
import { redFlags, specialtyRules } from './triage-rules.ts'
import { vignettes } from './vignettes.fixture.ts'

const urgencyOf = (text: string) => triage({ text, language: 'en' }).urgency

describe('on the vignettes', () => {
  const judged = vignettes.map((vignette) => ({ ...vignette, got: triage({ text: vignette.text, language: vignette.tongue }) }))
  const named = judged.filter(({ specialty }) => specialty !== undefined)

  test('there are 60 and more, in four languages, each with whose advice it follows', () => {
    expect(vignettes.length).toBeGreaterThanOrEqual(60)
    for (const tongue of ['en', 'he', 'ar', 'es'])
      expect(vignettes.filter((vignette) => vignette.tongue === tongue).length).toBeGreaterThanOrEqual(15)
    expect(vignettes.filter(({ source }) => source === '')).toEqual([])
  })
  test('none that is urgent is taken for routine', () => {
    expect(judged.filter(({ urgency, got }) => urgency === 'urgent' && got.urgency === 'routine').map(({ text }) => text)).toEqual([])
  })
  test('the urgency agrees in 95 of 100, the specialty in 90', () => {
    expect(judged.filter(({ urgency, got }) => urgency === got.urgency).length / judged.length).toBeGreaterThanOrEqual(0.95)
    expect(named.filter(({ specialty, got }) => specialty?.includes(got.specialty ?? '')).length / named.length).toBeGreaterThanOrEqual(0.9)
  })
  test('whatever is not routine says which words spoke for it, and who published the rule', () => {
    for (const { text, got } of judged.filter(({ got }) => got.urgency !== 'routine')) {
      expect(got.reasons.length).toBeGreaterThan(0)
      expect(got.flags.length).toBeGreaterThan(0)
      for (const { text: reason, source } of got.reasons) {
        expect(source).not.toBe('')
        for (const [, quote = ''] of reason.matchAll(/“([^”]*)”/g)) expect(text).toContain(quote)
      }
    }
  })
})

describe('what is said not to be there does not count', () => {
  test.each([
    'No chest pain, fever or shortness of breath.',
    'I have had no chest pain.',
    'Denies chest pain and shortness of breath',
    'Chest pain: no. Palpitations: no.',
    'Without any chest pain since the operation',
    'בלי כאבים בחזה ובלי קוצר נשימה',
    'אין לי כאבים בחזה או קוצר נשימה',
    'שולל כאבים בחזה',
    'لا يوجد ألم في الصدر ولا ضيق في التنفس',
    'بدون ألم في الصدر',
    'Sin dolor en el pecho ni falta de aire',
    'Niega dolor torácico',
  ])('%s', (text) => {
    expect(urgencyOf(text)).toBe('routine')
  })

  test.each([
    'No fever, but chest pain since noon',
    'It is not only chest pain',
    'No idea why. Chest pain again today.',
    'אין חום, אבל יש כאבים בחזה',
    'لا حمى لكن عندي ألم في الصدر',
    'Sin fiebre, pero con dolor en el pecho',
  ])('and what is said beside it does: %s', (text) => {
    expect(urgencyOf(text)).not.toBe('routine')
  })
  test('what somebody cannot do is a sign, not a denial', () => {
    expect(urgencyOf('I cannot breathe')).toBe('urgent')
    expect(urgencyOf('No puedo respirar')).toBe('urgent')
    expect(urgencyOf('אני לא מצליח לנשום')).toBe('urgent')
    expect(urgencyOf('لا أستطيع التنفس')).toBe('urgent')
  })
})

test('every rule has its own id, a source with an address, a label and words in four languages', () => {
  expect(new Set(redFlags.map(({ id }) => id)).size).toBe(redFlags.length)
  for (const { source, label } of [...redFlags, ...specialtyRules]) {
    expect(source).toMatch(/https:\/\/|\(\w+ and others, \d{4}/)
    expect(Object.keys(label)).toEqual(['en', 'he', 'ar', 'es'])
  }
  const scripts = [/^[a-z]/i, /^\p{Script=Hebrew}/u, /^\p{Script=Arabic}/u]
  for (const words of [...redFlags.flatMap(({ all }) => all), ...specialtyRules.map(({ words }) => words)])
    for (const script of scripts) expect(words.filter((phrase) => script.test(phrase)).length).toBeGreaterThan(0)
})

test('a phrase of each rule fires it, in each language alone', () => {
  for (const { id, all } of redFlags)
    for (const script of [/^[\x20-\x7e]+$/, /\p{Script=Hebrew}/u, /\p{Script=Arabic}/u]) {
      const phrases = all.map((words) => words.find((phrase) => script.test(phrase)) ?? '')
      const text = phrases.map((phrase) => phrase.replace(/ _ /g, ' ').replace(/\*/g, '')).join('. ')
      expect(triage({ text, language: 'en' }).flags, text).toContain(id)
    }
})

test('it never throws, and the reasons quote the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyText,
        fc.array(fc.constantFrom('no', 'chest', 'pain', ',', '.', 'לא', 'כאב', 'בחזה', 'الم', 'صدر', 'or')).map((words) => words.join(' ')),
      ),
      (text) => {
        for (const { text: reason } of triage({ text, language: 'xx' }).reasons)
          for (const [, quote = ''] of reason.matchAll(/“([^”]*)”/g)) expect(text).toContain(quote)
      },
    ),
  )
})
