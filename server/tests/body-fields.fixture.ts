// The single values of a body, at every depth, as its schema names them.

type Kind = 'string' | 'integer' | 'number' | 'boolean'
export type Field = {
  /** As a refusal names it: `sections.0.text`. */
  path: string
  type: Kind
  /** A body with this value in the field's place, and nothing else. */
  put(value: unknown): unknown
}

/** Of a choice between shapes, those fields that are in each the same are not told apart: what is in one of them alone is left to its own test. */
export function fieldsIn(schema: unknown, path: readonly string[] = [], put: Field['put'] = (value) => value): Field[] {
  const { type, properties, items } = Object(schema)
  if (isKind(type)) return [{ path: path.join('.'), type, put }]
  if (type === 'array') return fieldsIn(items, [...path, '0'], (value) => put([value]))
  return Object.entries(properties ?? {}).flatMap(([name, field]) => fieldsIn(field, [...path, name], (value) => put({ [name]: value })))
}

function isKind(type: unknown): type is Kind {
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean'
}
