// `physician` is what other systems call a doctor: understood wherever a role or a noun is read from outside, and never said by us. [A30]

const alias = 'physician'
const ours = 'doctor'

/** What was given, with `physician` as `doctor` where the schema asks for that: as a value of a role, and in the name of a field. */
export function inOurWords(schema: unknown, given: unknown): unknown {
  if (given === alias) return isOneOf(schema) ? ours : given
  const fields = propertiesOf(schema)
  if (fields === undefined || !isObject(given)) return given
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const meant = name.replace(new RegExp(`^${alias}(?=Id$|$)`), ours)
      // Who names both says which one they mean.
      const known = name in fields || meant in given ? name : meant
      return [known, inOurWords(fields[known], value)]
    }),
  )
}

function isOneOf(schema: unknown): boolean {
  return isObject(schema) && Array.isArray(schema.enum) && schema.enum.includes(ours)
}

function propertiesOf(schema: unknown): Record<string, unknown> | undefined {
  return isObject(schema) && isObject(schema.properties) ? schema.properties : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
