// The users of another system, from a file: docs/formats/user-list.md. A fault is told by its row and field, and nothing of what stands there is repeated.
import { Email, type RoleName, roles, Username } from '@wardkeep/contract/identity.ts'
import { invitedRoles } from '@wardkeep/contract/invitations.ts'
import { Language, limits, ProtectedLine } from '@wardkeep/contract/shapes.ts'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { isImportedHash } from '../../security/vault/index.ts'
import { parseCsv } from './csv.ts'
import { parseJson } from './json-text.ts'
import { BundleRefused } from './refused.ts'

export type UserFacts = { email: string; displayName: string; role: RoleName; passwordHash: string; language?: string; username?: string }

const fields = ['email', 'displayName', 'role', 'passwordHash', 'language', 'username'] as const
type FieldName = (typeof fields)[number]
const needed = ['email', 'displayName', 'role', 'passwordHash'] as const
const mostUsers = 100_000

/** `text`: UTF-8, JSON where it begins with a bracket or brace, else CSV with a header. Refuses with the first fault. */
export function readUserList(bytes: Uint8Array): UserFacts[] {
  const text = decoded(bytes)
  const rows = /^\ufeff?\s*[[{]/.test(text) ? jsonRows(text) : csvRows(text)
  if (rows.length === 0) throw new BundleRefused('the file', 'names nobody')
  if (rows.length > mostUsers) throw new BundleRefused('the file', `names more than ${mostUsers} users`)
  const users = rows.map((row, place) => readUser(row, `row ${place + 1}`))
  mustDiffer(users, 'email')
  mustDiffer(users, 'username')
  return users
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new BundleRefused('the file', 'is not UTF-8')
  }
}

type Row = ReadonlyMap<string, unknown>

function jsonRows(text: string): Row[] {
  const value = parseJson(text.replace(/^\ufeff/, ''))
  const list = isObject(value) ? value.users : value
  if (!Array.isArray(list)) throw new BundleRefused('the file', 'must be a list, or an object with the list `users`')
  return list.map((one: unknown, place) => {
    if (!isObject(one)) throw new BundleRefused(`row ${place + 1}`, 'must be an object')
    return new Map(Object.entries(one).map(([name, held]) => [plainName(name), held]))
  })
}

function csvRows(text: string): Row[] {
  const [head = [], ...rows] = parseCsv(text)
  const names = head.map(plainName)
  for (const name of needed) if (!names.includes(plainName(name))) throw new BundleRefused('the header', `lacks the column ${name}`)
  if (new Set(names).size < names.length) throw new BundleRefused('the header', 'names a column twice')
  return rows.map((row, place) => {
    if (row.length !== names.length) throw new BundleRefused(`row ${place + 1}`, `has ${row.length} fields, and the header ${names.length}`)
    return new Map(names.flatMap((name, at) => (row[at] === '' ? [] : [[name, row[at]]])))
  })
}

/** `password_hash`, `passwordHash` and `Password Hash` are one name. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '')
}

const shapes: Record<Exclude<FieldName, 'passwordHash' | 'role'>, [TSchema, string]> = {
  email: [Email, 'is not an e-mail address'],
  displayName: [ProtectedLine(limits.line, 1), 'must be one line of 1 to 200 characters'],
  language: [Language, 'is not a language tag'],
  username: [Username, 'must be 3 to 50 letters, digits, hyphens and underscores'],
}

function readUser(row: Row, at: string): UserFacts {
  const read = (name: FieldName) => {
    const value = row.get(plainName(name))
    if (value === undefined || value === null) return undefined
    if (typeof value !== 'string') throw new BundleRefused(`${at}: ${name}`, 'must be text')
    return name === 'passwordHash' ? value : value.trim()
  }
  const must = (name: (typeof needed)[number]) => {
    const value = read(name)
    if (value === undefined || value === '') throw new BundleRefused(`${at}: ${name}`, 'is missing')
    return value
  }
  const fitting = (name: keyof typeof shapes, value: string) => {
    const [shape, reason] = shapes[name]
    if (!Value.Check(shape, value)) throw new BundleRefused(`${at}: ${name}`, reason)
    return value
  }
  const passwordHash = must('passwordHash')
  if (!isImportedHash(passwordHash))
    throw new BundleRefused(`${at}: passwordHash`, 'is no bcrypt hash ($2a, $2b or $2y) of a cost from 4 to 15')
  const [language, username] = [read('language'), read('username')]
  return {
    email: fitting('email', must('email')),
    displayName: fitting('displayName', must('displayName')),
    role: roleOf(must('role'), at),
    passwordHash,
    ...(language && { language: fitting('language', language) }),
    ...(username && { username: fitting('username', username) }),
  }
}

function roleOf(told: string, at: string): RoleName {
  const word = told.toLowerCase()
  const role = invitedRoles.find((known) => known === (synonyms.get(word) ?? word))
  if (role === undefined) throw new BundleRefused(`${at}: role`, `must be one of ${invitedRoles.join(', ')}`)
  return role
}

/** Other systems' word. */
const synonyms = new Map([['physician', roles[1]]])

function mustDiffer(users: readonly UserFacts[], name: 'email' | 'username'): void {
  const seen = new Map<string, number>()
  for (const [place, user] of users.entries()) {
    const value = user[name]?.normalize('NFKC').toLowerCase()
    if (value === undefined) continue
    const earlier = seen.get(value)
    if (earlier !== undefined) throw new BundleRefused(`row ${place + 1}: ${name}`, `is that of row ${earlier + 1} too`)
    seen.set(value, place)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
