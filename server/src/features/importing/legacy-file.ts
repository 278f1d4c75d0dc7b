// An export of the system before is read a row at a time, so that its size does not matter. Format: docs/formats/legacy-import.md.
import { createReadStream } from 'node:fs'
import { codeOf } from '../../platform/error-code.ts'
import { parseCsv } from './csv.ts'
import { BundleRefused } from './refused.ts'

/** A row as told: `line` is where it begins, names are in small letters without blanks, hyphens and underscores, empty values are left out. */
export type LegacyRow = { line: number; fields: ReadonlyMap<string, string> }

/** Characters of one row at most. */
export const longestRow = 1024 * 1024

/** The rows of a file, JSON lines where it begins with a brace, else CSV with a header. Refuses what is no row by its line. */
export async function* legacyRows(path: string): AsyncGenerator<LegacyRow> {
  let names: string[] | undefined
  let isJson: boolean | undefined
  for await (const { line, text } of records(path)) {
    if (text.trim() === '') continue
    isJson ??= text.trimStart().startsWith('{')
    if (isJson) yield { line, fields: objectIn(text, line) }
    else if (names === undefined) names = headerIn(text)
    else yield { line, fields: fieldsIn(text, line, names) }
  }
}

type Gathered = { line: number; text: string }

/** Lines; of a CSV, as many as its quotes hold together. */
async function* records(path: string): AsyncGenerator<Gathered> {
  let [number, begun, held, isJson] = [0, 1, '', false]
  for await (const text of lines(path)) {
    number += 1
    if (held === '') begun = number
    if (number === 1) isJson = text.trimStart().startsWith('{')
    held = held === '' ? text : `${held}\n${text}`
    if (held.length > longestRow) throw new BundleRefused(`line ${begun}`, `is longer than ${longestRow} characters`)
    if (!isJson && isOpen(held)) continue
    yield { line: begun, text: held }
    held = ''
  }
  if (held !== '') yield { line: begun, text: held }
}

function isOpen(text: string): boolean {
  let quotes = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1
  return quotes % 2 === 1
}

async function* lines(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let number = 1
  const stream = createReadStream(path, { highWaterMark: 64 * 1024 })
  try {
    for await (const chunk of stream) {
      const bytes: Uint8Array = chunk
      const parts = (rest + decoded(decoder, bytes, number)).split('\n')
      rest = parts.pop() ?? ''
      number += parts.length
      if (rest.length > longestRow) throw new BundleRefused(`line ${number}`, `is longer than ${longestRow} characters`)
      for (const part of parts) yield part.endsWith('\r') ? part.slice(0, -1) : part
    }
    rest += decoded(decoder, undefined, number)
    if (rest !== '') yield rest
  } catch (cause) {
    if (cause instanceof BundleRefused || codeOf(cause) === undefined) throw cause
    throw new BundleRefused('the file', `cannot be read (${codeOf(cause)})`)
  } finally {
    stream.destroy()
  }
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array | undefined, line: number): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
  } catch {
    throw new BundleRefused(`line ${line}`, 'or one soon after it is not UTF-8')
  }
}

function headerIn(text: string): string[] {
  const names = (parseCsv(text)[0] ?? []).map(plainName)
  if (new Set(names).size < names.length) throw new BundleRefused('the header', 'names a column twice')
  return names
}

function fieldsIn(text: string, line: number, names: readonly string[]): Map<string, string> {
  const values = csvAt(text, line)
  if (values.length !== names.length) throw new BundleRefused(`line ${line}`, `has ${values.length} fields, and the header ${names.length}`)
  return new Map(names.flatMap((name, at): [string, string][] => (values[at] === '' ? [] : [[name, values[at] ?? '']])))
}

function csvAt(text: string, line: number): string[] {
  try {
    return parseCsv(text)[0] ?? []
  } catch (cause) {
    throw cause instanceof BundleRefused ? new BundleRefused(`line ${line}`, cause.reason) : cause
  }
}

function objectIn(text: string, line: number): Map<string, string> {
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(parsed(text, line))) {
    if (value === null || value === '') continue
    const plain = plainName(name)
    if (fields.has(plain)) throw new BundleRefused(`line ${line}`, 'names a field twice')
    fields.set(plain, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  return fields
}

function parsed(text: string, line: number): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // no JSON: refused below
  }
  throw new BundleRefused(`line ${line}`, 'is not a JSON object')
}

/** `user_id`, `userId` and `User Id` are one name. */
function plainName(name: string): string {
  return name
    .replace(/^\ufeff/, '')
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '')
}
