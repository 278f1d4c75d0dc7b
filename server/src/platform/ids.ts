import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import { randomOf } from './random.ts'

let last = { at: 0, sequence: 0 }

/** A new row id: UUIDv7 (RFC 9562), so keys grow with time, also within one millisecond of one process, and say nothing else. */
export function newId(now: Date): string {
  const at = now.getTime()
  last = at === last.at ? { at, sequence: last.sequence + 1 } : { at, sequence: randomStart() }
  return v7({ msecs: at, seq: last.sequence, random: randomOf(16) })
}

function randomStart(): number {
  return randomOf(4).readUInt32BE() >>> 4
}

/** The smallest UUIDv7 of an instant: a border for keys that grow with time. */
export function idBorder(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`
}

/** 128 random bits (122 of them free) that name one request in replies, logs and the journal. */
export function newRequestId(): string {
  return randomUUID()
}
