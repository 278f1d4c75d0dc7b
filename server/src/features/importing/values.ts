// The exact number is kept beside the words; only the words are rounded, and only where the source wrote a simulator's noise.
import { readConcept } from './codes.ts'
import type { Code } from './facts.ts'
import type { Place } from './place.ts'
import { readDateTime } from './when.ts'

type Numeric = { value: number; unit: string }
export type Value = { value?: string; numeric?: Numeric; components?: { code: Code; numeric: Numeric }[] }

const systolic = '8480-6'
const diastolic = '8462-4'

/** An Observation's value and components in words, or undefined where they have a shape that would be lost: then the whole is left out. */
export function readValue(observation: Place): Value | undefined {
  const own = readOne(observation)
  const components = observation.each('component').map(readComponent)
  if (own === undefined || components.some((component) => component.value === undefined)) return undefined
  const words = [own.value, bloodPressure(components) ?? listed(components)].filter(Boolean).join('; ')
  const numbers = components.flatMap(({ code, value }) => (value?.numeric ? [{ code, numeric: value.numeric }] : []))
  return {
    ...(words && { value: words }),
    ...(own.numeric && { numeric: own.numeric }),
    ...(numbers.length > 0 && { components: numbers }),
  }
}

type Component = { code: Code; value: Value | undefined }

function readComponent(at: Place): Component {
  return { code: readConcept(at.must('code')), value: readOne(at) }
}

/** Sources give the two in either order (Synthea the diastolic first); people read systolic / diastolic. */
function bloodPressure(components: readonly Component[]): string | undefined {
  const upper = components.find(({ code }) => code.code === systolic)?.value?.numeric
  const lower = components.find(({ code }) => code.code === diastolic)?.value?.numeric
  if (components.length !== 2 || upper === undefined || lower === undefined || upper.unit !== lower.unit) return undefined
  return withUnit(`${rounded(upper.value, 0)} / ${rounded(lower.value, 0)}`, upper.unit)
}

function listed(components: readonly Component[]): string {
  return components.flatMap(({ code, value }) => (value?.value ? [`${code.display} ${value.value}`] : [])).join('; ')
}

function readOne(at: Place): Value | undefined {
  const shapes = at.names().filter((name) => /^value[A-Z]/.test(name))
  if (shapes.length > 1) at.refuse('has more than one value')
  const [shape] = shapes
  if (shape === undefined) return {}
  return readShape(shape, at.must(shape))
}

function readShape(shape: string, at: Place): Value | undefined {
  switch (shape) {
    case 'valueQuantity':
      return readQuantity(at)
    case 'valueCodeableConcept':
      return { value: readConcept(at).display }
    case 'valueString':
      return { value: at.text() }
    case 'valueBoolean':
      return { value: at.flag() ? 'yes' : 'no' }
    case 'valueInteger':
      return { value: String(at.number()), numeric: { value: at.number(), unit: '' } }
    case 'valueDateTime':
      return { value: readDateTime(at) }
    default:
      return undefined
  }
}

function readQuantity(at: Place): Value {
  const value = at.may('value')?.number()
  if (value === undefined) return {}
  const unit = at.mayText('unit') ?? at.mayText('code') ?? ''
  const comparator = at.may('comparator')?.oneOf(['<', '<=', '>=', '>'])
  const words = withUnit(rounded(value), unit)
  // "< 0.1" is no 0.1: beside a comparator the bare number would be false.
  return comparator ? { value: `${comparator} ${words}` } : { value: words, numeric: { value, unit } }
}

/** Up to four decimals are a measurement and stay; more are noise, shown with three significant digits or one decimal. */
function rounded(value: number, decimals = Math.abs(value) >= 10 ? 1 : 2): string {
  const given = String(value)
  if ((given.split('.')[1] ?? '').length <= 4) return given
  return String(Number(Math.abs(value) < 1 ? value.toPrecision(3) : value.toFixed(decimals)))
}

/** A UCUM annotation alone, such as `{score}`, measures nothing. */
function withUnit(words: string, unit: string): string {
  return unit === '' || /^\{[^}]*\}$/.test(unit) ? words : `${words} ${unit}`
}
