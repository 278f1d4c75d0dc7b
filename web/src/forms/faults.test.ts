import { register } from '@wardkeep/contract/identity.ts'
import { createRecord } from '@wardkeep/contract/records.ts'
import i18next, { type TFunction } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { en } from '../words/en/index.ts'
import { faultsOf } from './faults.ts'

let t: TFunction

beforeAll(async () => {
  const words = i18next.createInstance()
  t = await words.init({ resources: { en: { words: en } }, ns: ['words'], defaultNS: 'words', lng: 'en', fallbackLng: false })
})

const valid = { email: 'pia@example.org', password: 'Any 1 sentence', displayName: 'Pia' }

test('a body that the contract takes has no faults', () => {
  expect(faultsOf(register.body, valid, t).size).toBe(0)
})

test('each faulty field has one sentence under the name that the server would use', () => {
  const faults = faultsOf(register.body, { email: 'x', password: '', username: 'é' }, t, { email: 'Like name@example.org.' })
  expect(Object.fromEntries(faults)).toEqual({
    displayName: en.fields.required,
    email: 'Like name@example.org.',
    password: en.fields.required,
    username: en.fields.unreadable,
  })
})

test('a fault deep inside is found at its dotted path, with the limit named', () => {
  const record = { patientId: '0197a000-0000-7000-8000-000000000001', type: 'visit-note', title: 'x'.repeat(201), sections: [{ text: 5 }] }
  const faults = faultsOf(createRecord.body, record, t)
  expect(faults.get('title')).toBe('At most 200 characters.')
  expect(faults.get('sections.0.text')).toBe(en.fields.unreadable)
})
