import pg from 'pg'

export type SqlValue = string | number | boolean | null | Date | Buffer | readonly SqlValue[] | undefined

/** One named, parameterised SQL statement with its values; `R` is the shape of its rows, vouched for by the store that wrote it. */
export type Statement<R = unknown> = {
  readonly name: string
  readonly text: string
  readonly values: readonly SqlValue[]
  readonly rows?: R
}

/** The only way to make a statement: the name is the prepared statement's, one text each. */
export function sql<R = Record<string, never>>(name: string, text: string, values: readonly SqlValue[] = []): Statement<R> {
  return { name, text, values }
}

/** What the wire takes: text or, for bytes, binary. */
export function encode(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (Buffer.isBuffer(value)) return value
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return arrayLiteral(value)
  return String(value)
}

/** What an array literal takes without quotes (PostgreSQL, "Array Input and Output Syntax"): an id, a number, a code; `NULL` is left out by its length. */
const plain = /^(?:[0-9a-z][0-9a-z.:-]{4,}|[0-9]+)$/

function arrayLiteral(values: readonly unknown[]): string {
  const members = values.map((value) => {
    if (value === null || value === undefined) return 'NULL'
    if (Array.isArray(value)) return arrayLiteral(value)
    const text = Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : String(encode(value))
    return plain.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  })
  return `{${members.join(',')}}`
}

const int8 = 20
const date = 1082
const uuidArray = 2951
const textArrayId: number = 1009
const textArray: (text: string) => unknown = pg.types.getTypeParser(textArrayId, 'text')

/** Turns a column's text into a value: bigint counts to numbers, calendar dates stay text, instants are Dates, bytes are Buffers. */
export function decoder(typeId: number): (text: string) => unknown {
  if (typeId === int8) return Number
  if (typeId === date) return (text) => text
  if (typeId === uuidArray) return textArray
  return pg.types.getTypeParser(typeId, 'text')
}
