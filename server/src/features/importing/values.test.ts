import { expect, test } from 'vitest'
import { Place } from './place.ts'
import { readValue } from './values.ts'

const quantity = (value: number, unit: string, more: object = {}) => ({ valueQuantity: { value, unit, ...more } })
const component = (code: string, display: string, value: object) => ({ code: { coding: [{ code, display }] }, ...value })
const exactly = (code: string, display: string, value: number) => ({
  code: { system: '', code, display },
  numeric: { value, unit: 'mm[Hg]' },
})
const read = (observation: object) => readValue(new Place(observation, 'Observation'))

test('a measured number stays as given, a simulated one is shown without its noise', () => {
  expect(read(quantity(7.356, '[pH]'))?.value).toBe('7.356 [pH]')
  expect(read(quantity(1234.5678, 'ng/mL'))?.value).toBe('1234.5678 ng/mL')
  expect(read(quantity(72.34567891, 'kg'))?.value).toBe('72.3 kg')
  expect(read(quantity(3.8457973674, '10*3/uL'))?.value).toBe('3.85 10*3/uL')
  expect(read(quantity(0.13234985, 'kU/L'))?.value).toBe('0.132 kU/L')
})

test('beside a comparator there are words but no bare number', () => {
  expect(read(quantity(0.1, 'kU/L', { comparator: '<' }))).toEqual({ value: '< 0.1 kU/L' })
})

test('an annotation is no unit', () => {
  expect(read(quantity(3, '{score}'))).toEqual({ value: '3', numeric: { value: 3, unit: '{score}' } })
})

test('a blood pressure reads the same in either order of its components', () => {
  const upper = component('8480-6', 'Systolic', quantity(118.4567891, 'mm[Hg]'))
  const lower = component('8462-4', 'Diastolic', quantity(76, 'mm[Hg]'))
  const [systolic, diastolic] = [exactly('8480-6', 'Systolic', 118.4567891), exactly('8462-4', 'Diastolic', 76)]
  expect(read({ component: [upper, lower] })).toEqual({ value: '118 / 76 mm[Hg]', components: [systolic, diastolic] })
  expect(read({ component: [lower, upper] })).toEqual({ value: '118 / 76 mm[Hg]', components: [diastolic, systolic] })
})

test('other components are listed by their names, and half a blood pressure too', () => {
  const lower = component('8462-4', 'Diastolic', quantity(76, 'mm[Hg]'))
  const posture = component('8361-8', 'Position', { valueCodeableConcept: { text: 'sitting' } })
  expect(read({ component: [lower, posture] })).toEqual({
    value: 'Diastolic 76 mm[Hg]; Position sitting',
    components: [exactly('8462-4', 'Diastolic', 76)],
  })
})

test('words, yes and no, whole numbers and times are read', () => {
  expect(read({ valueString: 'clear' })).toEqual({ value: 'clear' })
  expect(read({ valueBoolean: false })).toEqual({ value: 'no' })
  expect(read({ valueInteger: 4 })).toEqual({ value: '4', numeric: { value: 4, unit: '' } })
  expect(read({ valueDateTime: '2020-05' })).toEqual({ value: '2020-05' })
  expect(read({ dataAbsentReason: { text: 'not asked' } })).toEqual({})
})

test('a value of another shape is not read at all rather than lost', () => {
  expect(read({ valueRatio: {} })).toBeUndefined()
  expect(read({ component: [component('1', 'a', { valueRange: {} })] })).toBeUndefined()
})
