import { permissions, relations } from '@wardkeep/contract/permissions.ts'
import { expect, test } from 'vitest'
import { en } from './en/index.ts'
import { he } from './he/index.ts'
import { firstSpoken, languageCodes, languages } from './languages.ts'

type Tree = { readonly [key: string]: string | Tree }

/** Every sentence by its dotted key. */
function flat(words: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value]] : [...flat(value, `${path + key}.`)],
    ),
  )
}

const english = flat(en)
const hebrew = flat(he)
const plural = /_(zero|one|two|few|many|other)$/

test('Hebrew has every key of English and none besides, plural forms apart', () => {
  const keys = (words: Map<string, string>) => [...new Set([...words.keys()].map((key) => key.replace(plural, '')))].sort()
  expect(keys(hebrew)).toEqual(keys(english))
})

test('counted words have every plural form of their language', () => {
  for (const [language, words] of [
    ['en', english],
    ['he', hebrew],
  ] as const) {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    for (const base of [...words.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(plural, ''))) {
      expect(
        forms.filter((form) => !words.has(`${base}_${form}`)),
        `${language} ${base}`,
      ).toEqual([])
    }
  }
})

test('a translation fills in the same values as the original', () => {
  const values = (sentence: string) => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
  for (const [key, sentence] of hebrew) {
    const original = english.get(key) ?? english.get(key.replace(plural, '_other')) ?? ''
    // Hebrew says "one minute" and "two minutes" in words.
    if (!/_(one|two)$/.test(key)) expect(values(sentence), key).toEqual(values(original))
  }
})

test('whatever the policy can name has its words', () => {
  const named = (names: readonly string[], words: object) => names.filter((name) => !Object.hasOwn(words, name.replaceAll(/[.-]/g, '_')))
  expect(named(relations, en.access.relations)).toEqual([])
  expect(named(permissions, en.access.permissions)).toEqual([])
})

/** What the settings of every identity provider call it, in whichever language. */
const ofSaml =
  /SAML|HTTP-Redirect|single sign-on|assertion consumer service|single logout service|hospital\.example|https:\/\/refeds\.org\/profile\/mfa/g

test('no English sentence was left in the Hebrew words', () => {
  for (const [key, sentence] of hebrew) {
    const words = sentence.replace(/\{\{\w+\}\}|name@example\.org|HTTPS/g, '').replace(ofSaml, '')
    if (/\p{L}/u.test(words)) expect(words, key).toMatch(/[\u05d0-\u05ea]/)
    expect(words.match(/[A-Za-z]{4,}/)?.[0], key).toBeUndefined()
  }
})

test('every language names itself in its own script and direction', () => {
  expect(languageCodes).toEqual(['en', 'he'])
  expect(languages.he).toMatchObject({ name: 'עברית', direction: 'rtl' })
})

test('the first wanted language that we speak is chosen, else English', () => {
  expect(firstSpoken(['he-IL', 'en'])).toBe('he')
  expect(firstSpoken(['fr-FR', 'EN-GB', 'he'])).toBe('en')
  expect(firstSpoken(['toString', 'xx'])).toBe('en')
  expect(firstSpoken([])).toBe('en')
})
