import { expect, test } from 'vitest'
import { languageChoices, languageName } from './language-names.ts'

test('a language is told by its name in the viewer’s own, and by its tag where nobody has a name for it', () => {
  expect(languageName('he', 'en')).toBe('Hebrew')
  expect(languageName('en', 'he')).toBe('אנגלית')
  expect(languageName('pt-BR', 'en')).toMatch(/Portuguese/)
  expect(languageName('qq', 'en')).toBe('qq')
  expect(languageName('no tag at all', 'en')).toBe('no tag at all')
})

test('every language is there to choose once, by its name, and so is one that was chosen before and is none of them', () => {
  const choices = languageChoices('en', ['yue', 'he'])
  const names = choices.map(({ label }) => label)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'en')))
  expect(choices.filter(({ value }) => ['ar', 'en', 'he', 'ru', 'yue'].includes(value)).map(({ label }) => label)).toEqual([
    'Arabic',
    'Cantonese',
    'English',
    'Hebrew',
    'Russian',
  ])
})
