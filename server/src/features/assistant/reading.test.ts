import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from './any-text.fixture.ts'
import { draftReply } from './draft.ts'
import { detectLanguage } from './language.ts'
import { summarise } from './summary.ts'
import { triage } from './triage.ts'
import { vignettes } from './vignettes.fixture.ts'

describe('the language of a text', () => {
  const allowed = ['en', 'he', 'ar', 'es']

  test('is found in 95 of 100 questions of patients', () => {
    const right = vignettes.filter(({ text, tongue }) => detectLanguage(text, { allowed }).language === tongue)
    expect(right.length / vignettes.length).toBeGreaterThanOrEqual(0.95)
  })
  test('is one that the organisation has, as it writes it', () => {
    expect(detectLanguage('Me duele la rodilla cuando subo las escaleras', { allowed: ['en', 'es-MX'] }).language).toBe('es-MX')
    expect(detectLanguage('Me duele la rodilla cuando subo las escaleras', { allowed: ['he', 'en'], stated: 'he' }).language).not.toBe(
      'es-MX',
    )
  })
  test.each(['', '38.5', '?', 'x', 'Can I take ibuprofen?'])('is the one of the form where the text does not tell: %j', (text) => {
    expect(detectLanguage(text, { allowed, stated: 'es' })).toMatchObject({ language: 'es' })
    expect(detectLanguage(text, { allowed, stated: 'fr' })).toMatchObject({ language: 'en' })
  })
  test('is always one of those allowed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { language, confidence } = detectLanguage(text, { allowed })
        expect(allowed).toContain(language)
        expect(confidence >= 0 && confidence <= 1).toBe(true)
      }),
    )
  })
})

describe('a summary', () => {
  const messages = [
    'I have had a cough for three weeks. It is worse at night. My cat is called Tiger. The cough started after a cold.',
    'Since yesterday I have chest pain when I cough! I also sweat at night. Thank you for reading.',
  ]
  test('is sentences of the text, word for word, in their order, each with its place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyText, fc.constantFrom(...messages, ...vignettes.map(({ text }) => text))), {
          maxLength: 4,
        }),
        (given) => {
          const { text, sources } = summarise(given, 'en')
          for (const { quote, at } of sources) expect(given[at.message]?.slice(at.start, at.end)).toBe(quote)
          expect(text).toBe(sources.map(({ quote }) => quote).join('\n'))
          expect(sources.length).toBeLessThanOrEqual(4)
        },
      ),
    )
  })
  test('leaves no sentence with a red flag out', () => {
    expect(summarise(messages, 'en', 2).text).toContain('Since yesterday I have chest pain when I cough!')
  })
  test('keeps what most of the text is about', () => {
    expect(summarise(messages, 'en', 3).text).not.toContain('Tiger')
  })
})

describe('a draft of a reply', () => {
  const ask = (text: string, language: string) =>
    draftReply({ language, messages: [text], triage: triage({ text, language }), patientName: 'Pia' })

  test('quotes what was asked, and leaves the answer to the doctor', () => {
    const { text, sources } = ask('My scalp is itchy. Which shampoo should I use?', 'en')
    expect(text).toContain('> Which shampoo should I use?')
    expect(text).toContain('[Doctor: your answer goes here.]')
    expect(sources).toContainEqual({ quote: 'Which shampoo should I use?', at: { message: 0, start: 19, end: 46 } })
  })
  test('says what to do at once where a red flag stands, in four languages, and only there', () => {
    for (const { text, tongue, urgency } of vignettes) {
      const urgent = ask(text, tongue).text
      const calm = draftReply({
        language: tongue,
        messages: [text],
        triage: { urgency: 'routine', reasons: [], flags: [] },
        patientName: 'Pia',
      }).text
      if (urgency === 'urgent') expect(urgent.length).toBeGreaterThan(calm.length + 100)
      if (urgency === 'routine') expect(urgent).toBe(calm)
    }
  })
  test('holds nothing but its fixed sentences and the asker’s own words: no diagnosis', () => {
    for (const { text, tongue } of vignettes) {
      const { text: draft, sources } = ask(text, tongue)
      const fixed = sources.reduce((left, { quote }) => left.replace(`> ${quote}`, '> '), draft)
      const other = ask('x y z', tongue).text
      const sentences = new Set(fixed.split('\n').filter((line) => line !== '' && !line.startsWith('>')))
      const known = new Set([
        ...other.split('\n'),
        ...['urgent', 'soon'].flatMap((urgency) =>
          draftReply({
            language: tongue,
            messages: [text],
            triage: { urgency: urgency === 'urgent' ? 'urgent' : 'soon', reasons: [], flags: [] },
            patientName: 'Pia',
          }).text.split('\n'),
        ),
      ])
      for (const sentence of sentences) expect(known).toContain(sentence)
    }
  })
})
