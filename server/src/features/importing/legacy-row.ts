// What a row of the system before means; what has no place of its own is kept under its name. Faults are told by line, never by value.
import { Temporal } from 'temporal-polyfill'
import type { LegacyContent } from '../legacy/index.ts'
import type { LegacyRow } from './legacy-file.ts'
import { BundleRefused } from './refused.ts'

export type LegacyRequest = {
  line: number
  content: LegacyContent
  vendorId: string | undefined
  userCrypt: string | undefined
  submittedAt: Date
}
export type LegacyCheck = {
  line: number
  sourceId: string
  label: string
  vendorId: string | undefined
  at: Date
  outcome: 'member' | 'not-member'
}

const mostOther = 60

/** A row of `rn_requests`. */
export function readRequest({ line, fields }: LegacyRow): LegacyRequest {
  const row = reader(line, fields)
  const submittedAt = row.instant('createdat')
  const content: LegacyContent = {
    sourceId: row.must('id', 'requestid'),
    ...row.optional('userId', 'userid'),
    ...row.optional('userIdentifier', 'useridentifier'),
    ...row.optional('title', 'title', 'subject'),
    ...row.optional('text', 'text', 'request', 'question', 'body', 'description'),
    ...row.optional('answer', 'answer', 'response'),
    ...row.optional('status', 'status', 'state'),
    other: [],
  }
  const vendorId = row.vendor()
  const userCrypt = row.may('usercrypt')
  const other = row.rest()
  if (other.length > mostOther) throw new BundleRefused(`line ${line}`, `has more than ${mostOther} columns without a place of their own`)
  return { line, content: { ...content, other }, vendorId, userCrypt, submittedAt }
}

/** A row of `check_user_log`. */
export function readCheck({ line, fields }: LegacyRow): LegacyCheck {
  const row = reader(line, fields)
  const label = row.may('useridentifier') ?? row.must('userid')
  return {
    line,
    sourceId: row.must('id', 'logid'),
    label,
    vendorId: row.vendor(),
    at: row.instant('createdat'),
    outcome: outcomeIn(row.must('result', 'status', 'success', 'valid'), line),
  }
}

const yes = ['1', 'true', 't', 'yes', 'ok', 'success', 'valid', 'member']
const no = ['0', 'false', 'f', 'no', 'fail', 'failed', 'failure', 'invalid', 'not-member']

function outcomeIn(told: string, line: number): LegacyCheck['outcome'] {
  const word = told.trim().toLowerCase()
  if (yes.includes(word)) return 'member'
  if (no.includes(word)) return 'not-member'
  throw new BundleRefused(`line ${line}: result`, `must be one of ${[...yes, ...no].join(', ')}`)
}

function reader(line: number, fields: ReadonlyMap<string, string>) {
  const read = new Set<string>()
  const may = (...names: string[]) => {
    const name = names.find((one) => fields.has(one))
    if (name === undefined) return undefined
    read.add(name)
    return fields.get(name)
  }
  const must = (...names: [string, ...string[]]) => {
    const value = may(...names)
    if (value === undefined) throw new BundleRefused(`line ${line}: ${names[0]}`, 'is missing')
    if (value.length > 200) throw new BundleRefused(`line ${line}: ${names[0]}`, 'is longer than 200 characters')
    return value
  }
  return {
    may,
    must,
    optional: (key: string, ...names: string[]) => {
      const value = may(...names)
      return value === undefined ? {} : { [key]: value }
    },
    vendor: () => {
      const value = may('vendorid')
      if (value !== undefined && (value.length > 60 || /\p{Cc}/u.test(value)))
        throw new BundleRefused(`line ${line}: vendorid`, 'is longer than 60 characters, or has a control character')
      return value
    },
    instant: (name: string) => instantOf(must(name), `line ${line}: ${name}`),
    rest: () => [...fields].filter(([name]) => !read.has(name)).map(([name, value]) => ({ name, value })),
  }
}

/** ISO 8601 with an offset; without one, in UTC. A blank may stand for the T. */
function instantOf(text: string, position: string): Date {
  const iso = text
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T')
    .replace(/ (?=[+-]\d)/, '')
    .replace(/(T.*[+-]\d{2})$/, '$1:00')
  try {
    const whole = /(?:[zZ]|[+-]\d{2}:?\d{2})$/.test(iso) && iso.includes('T') ? iso : `${iso.includes('T') ? iso : `${iso}T00:00:00`}Z`
    const at = new Date(Temporal.Instant.from(whole).epochMilliseconds)
    if (at.getUTCFullYear() >= 1990 && at.getUTCFullYear() < 2200) return at
  } catch {
    // no instant: refused below
  }
  throw new BundleRefused(position, 'is not a time (ISO 8601) from 1990 on')
}
