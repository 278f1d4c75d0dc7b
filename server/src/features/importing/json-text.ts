// The engine's own message repeats a piece of the text and often has no position; patients' data must not reach an error message.
import { BundleRefused } from './refused.ts'

/** The value of a JSON text (RFC 8259), or of its UTF-8 bytes; refuses with the place of the first fault. */
export function parseJson(source: string | Uint8Array): unknown {
  const text = typeof source === 'string' ? source : decode(source)
  try {
    return JSON.parse(text)
  } catch {
    const offset = findFault(text)
    throw new BundleRefused(lineAndColumn(text, offset), offset < text.length ? 'is not JSON' : 'the JSON ends too early')
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new BundleRefused(`byte ${validLength(bytes)}`, 'is not UTF-8')
  }
}

/** How many leading bytes a decoder accepts: the longest prefix that it does not refuse. */
function validLength(bytes: Uint8Array): number {
  let accepted = 0
  let refused = bytes.length + 1
  while (refused - accepted > 1) {
    const middle = (accepted + refused) >> 1
    if (beginsWell(bytes.subarray(0, middle))) accepted = middle
    else refused = middle
  }
  return accepted
}

function beginsWell(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1}`
}

type Expecting = 'value' | 'first item' | 'key' | 'first key' | 'colon' | 'after value'

/** What may stand where, by first character; `0` stands for numbers and the words true, false and null. */
const allowed: Record<Expecting, string> = {
  value: '{["0',
  'first item': '{["0]',
  key: '"',
  'first key': '"}',
  colon: ':',
  'after value': ',]}',
}

/** The offset of the first character that no JSON text could have there; the text's length where it ends too early or has no fault. */
export function findFault(text: string): number {
  const open: string[] = []
  let expecting: Expecting = 'value'
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const token = '{}[]:,"'.includes(text.charAt(at)) ? text.charAt(at) : '0'
    if (!allowed[expecting].includes(token)) return at
    const { end, fault } = readToken(text, at, token)
    if (fault) return end
    if (!nests(open, token)) return at
    expecting = nextAfter(token, expecting, open.at(-1))
    at = skipSpace(text, end)
  }
  return text.length
}

/** Opens and closes in pairs; false where a bracket or comma has none around it. */
function nests(open: string[], token: string): boolean {
  if (token === '{' || token === '[') open.push(token)
  if (token === '}') return open.pop() === '{'
  if (token === ']') return open.pop() === '['
  return token !== ',' || open.length > 0
}

function nextAfter(token: string, expecting: Expecting, inside: string | undefined): Expecting {
  switch (token) {
    case '{':
      return 'first key'
    case '[':
      return 'first item'
    case ':':
      return 'value'
    case ',':
      return inside === '{' ? 'key' : 'value'
    case '"':
      return expecting === 'key' || expecting === 'first key' ? 'colon' : 'after value'
    default:
      return 'after value'
  }
}

type Token = { end: number; fault: boolean }

function readToken(text: string, at: number, token: string): Token {
  if (token === '"') return readString(text, at)
  if (token === '0') return readScalar(text, at)
  return { end: at + 1, fault: false }
}

function readScalar(text: string, from: number): Token {
  const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
  scalar.lastIndex = from
  return scalar.test(text) ? { end: scalar.lastIndex, fault: false } : { end: from, fault: true }
}

/** Ends just past the closing quote, or at the first character that a string cannot have. */
function readString(text: string, from: number): Token {
  const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
  let at = from + 1
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '"') return { end: at + 1, fault: false }
    if (char < ' ') return { end: at, fault: true }
    escaped.lastIndex = at
    if (char === '\\' && !escaped.test(text)) return { end: at, fault: true }
    at = char === '\\' ? escaped.lastIndex : at + 1
  }
  return { end: text.length, fault: true }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1
  return at
}
