// A chart is found by name or insurance id without either standing in the database: keyed hashes of what people type are compared.
import type { Keep } from '../../security/keep.ts'
import type { PatientProfile } from './profile.ts'

/** How a chart was asked for; at least one of both. */
export type Sought = { name?: string | undefined; insuranceId?: string | undefined }

/** Longest beginning of a word that is told apart, in code points. */
const longest = 32
/** Bytes kept of a hash: at 10^9 of them two agree by chance once in 10^20 pairs. */
const size = 16

/**
 * What a chart can be found by: every beginning of every word of the name, and the whole insurance id. 16 bytes each, alike only inside one
 * organisation and one purpose.
 */
export function searchTokens(keep: Keep, tenantId: string, profile: PatientProfile): Promise<Buffer[]> {
  const names = [...wordsOf(profile.displayName), ...wordsOf(profile.displayName, ' ')].flatMap(beginningsOf)
  return Promise.all([
    ...[...new Set(names)].map((start) => nameToken(keep, tenantId, start)),
    ...insuranceTokens(keep, tenantId, profile.insuranceId),
  ])
}

/** The tokens that a chart must have all of to be an answer, the most telling first; none where there is nothing to look for in what was typed. */
export function soughtTokens(keep: Keep, tenantId: string, sought: Sought): Promise<Buffer[]> {
  const words = [...new Set(wordsOf(sought.name ?? '').map(cut))].sort((a, b) => b.length - a.length)
  return Promise.all([...insuranceTokens(keep, tenantId, sought.insuranceId), ...words.map((word) => nameToken(keep, tenantId, word))])
}

/** Whether what was typed leaves few charts: an insurance id, or a word of more than two letters. */
export function isTelling({ name = '', insuranceId }: Sought): boolean {
  return insuranceId !== undefined || wordsOf(name).some((word) => [...word].length > 2)
}

/**
 * The words of a name as they are compared: without case and marks (Unicode NFKD, category M), so that "Ángel" answers to "angel" and a vowelled
 * Hebrew or Arabic name to its plain letters. What stands between letters of one word (O'Brien, צ'רלי) is left out, or split where `between` says so.
 */
export function wordsOf(name: string, between = ''): string[] {
  const plain = name.normalize('NFKD').replace(/[\p{M}\u0640]/gu, '')
  // Up and down again: ß becomes ss as its capital does; a sigma is the same at the end of a word.
  const folded = plain
    .replace(/['"\u2018\u2019\u201c\u201d\u02bc\u05f3\u05f4]/gu, between)
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

function beginningsOf(word: string): string[] {
  const points = [...word].slice(0, longest)
  return points.map((_, at) => points.slice(0, at + 1).join(''))
}

function cut(word: string): string {
  return [...word].slice(0, longest).join('')
}

function insuranceTokens(keep: Keep, tenantId: string, insuranceId = ''): Promise<Buffer>[] {
  const plain = insuranceId
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
  return plain === '' ? [] : [token(keep, tenantId, 'patient-insurance', plain)]
}

function nameToken(keep: Keep, tenantId: string, start: string): Promise<Buffer> {
  return token(keep, tenantId, 'patient-name', start)
}

async function token(keep: Keep, tenantId: string, purpose: string, text: string): Promise<Buffer> {
  return (await keep.vault.blindIndex({ tenantId }, purpose, text)).subarray(0, size)
}
