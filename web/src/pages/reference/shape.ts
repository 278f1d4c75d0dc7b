// JSON Schema as the lines of a table: every field by its path, with its form in a short notation that is the same in every language.

/** `path` ends with `?` where the field may be left out; `form` is what it takes: `string (date)`, `'a' | 'b'`, `integer 1–100`. */
export type Field = { path: string; form: string }

/** The fields of a shape, outer ones before what lies in them. A shape without fields of its own is one line with an empty path. */
export function fieldsOf(schema: unknown): Field[] {
  const inside = within(schema, '')
  return inside.length > 0 ? inside : [{ path: '', form: formOf(schema) }]
}

/** What one value takes, in a few characters. */
export function formOf(schema: unknown): string {
  if (!isObject(schema)) return 'any'
  const { const: fixed, enum: listed, anyOf, type, items } = schema
  if (fixed !== undefined) return quoted(fixed)
  if (Array.isArray(listed)) return listed.map(quoted).join(' | ')
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map(formOf))].join(' | ')
  if (type === 'array') return arrayOf(formOf(items)) + range(schema.minItems, schema.maxItems)
  if (type === 'string') return `string${note(schema)}${range(schema.minLength, schema.maxLength)}`
  if (type === 'integer' || type === 'number') return type + range(schema.minimum, schema.maximum)
  return typeof type === 'string' ? type : 'any'
}

function within(schema: unknown, path: string): Field[] {
  if (!isObject(schema)) return []
  if (Array.isArray(schema.anyOf)) return withinEither(schema.anyOf, path)
  if (schema.type === 'array') return within(schema.items, `${path}[]`)
  if (isObject(schema.patternProperties))
    return Object.values(schema.patternProperties).flatMap((value) => line(value, joined(path, '*'), true))
  if (!isObject(schema.properties)) return []
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(schema.properties).flatMap(([name, value]) => line(value, joined(path, name), required.includes(name)))
}

/** Of several objects, each is numbered; a single one that may also be null or a plain value is not. */
function withinEither(choices: unknown[], path: string): Field[] {
  const shaped = choices.filter((choice) => within(choice, '').length > 0)
  if (shaped.length < 2) return shaped.flatMap((choice) => within(choice, path))
  return shaped.flatMap((choice, place) => within(choice, `${path}#${place + 1}`))
}

function line(schema: unknown, path: string, required: boolean): Field[] {
  return [{ path: required ? path : `${path}?`, form: formOf(schema) }, ...within(schema, path)]
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function arrayOf(form: string): string {
  return form.includes(' ') ? `(${form})[]` : `${form}[]`
}

function note({ format, description, pattern }: Record<string, unknown>): string {
  if (typeof description === 'string') return ` (${description})`
  if (typeof format === 'string') return ` (${format})`
  return typeof pattern === 'string' && pattern.length <= 32 ? ` /${pattern}/` : ''
}

function range(least: unknown, most: unknown): string {
  const [from, to] = [typeof least === 'number' ? least : undefined, typeof most === 'number' ? most : undefined]
  if (from === undefined && to === undefined) return ''
  if (to === undefined) return ` ≥ ${from}`
  return from === undefined || from === 0 ? ` ≤ ${to}` : ` ${from}–${to}`
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
