// What an import did, so that taken, left and unchanged add up to the entries of its bundles.
import type { BundleFacts, HistoryEntry, Left } from './facts.ts'
import { kinds } from './kinds.ts'

/** `patients` and `practitioners` are those who came anew; `unchanged` counts the resources that stood already. */
export type Report = { patients: number; practitioners: number; taken: Record<string, number>; left: Left[]; unchanged: number }

/** What of a bundle was new. A patient `differs` where the chart that stands says something else than the source. */
export type Done = { patient: 'new' | 'stands' | 'differs'; practitioners: number; entries: readonly HistoryEntry[] }

const typeOfKind = new Map([...kinds].map(([type, { kind }]) => [kind, type]))
const chartStays = 'its chart says something else by now, and stays as it is'

export function emptyReport(): Report {
  return { patients: 0, practitioners: 0, taken: {}, left: [], unchanged: 0 }
}

export function outcomeOf(facts: BundleFacts, done: Done): Report {
  const patients = done.patient === 'new' ? 1 : 0
  const differing = done.patient === 'differs' ? 1 : 0
  const entries = countBy(done.entries.map(({ kind }) => typeOfKind.get(kind) ?? kind))
  // An Organization and a role are told within the entries and doctors that name them: new where any of those is.
  const told = (n: number) => (done.entries.length + done.practitioners > 0 ? n : 0)
  const taken = Object.entries(facts.taken).map(([type, n]): [string, number] => {
    if (type === 'Patient') return [type, patients]
    if (type === 'Practitioner') return [type, done.practitioners]
    return [type, type === 'Organization' || type === 'PractitionerRole' ? told(n) : (entries[type] ?? 0)]
  })
  return {
    patients,
    practitioners: done.practitioners,
    taken: Object.fromEntries(taken.filter(([, n]) => n > 0)),
    left: differing ? [...facts.left, { type: 'Patient', n: differing, why: chartStays }] : facts.left,
    unchanged: sum(Object.values(facts.taken)) - sum(taken.map(([, n]) => n)) - differing,
  }
}

/** The report of several bundles. */
export function addUp(one: Report, other: Report): Report {
  const types = [...new Set([...Object.keys(one.taken), ...Object.keys(other.taken)])].toSorted()
  const left = new Map(one.left.map((item) => [`${item.type} ${item.why}`, item]))
  for (const item of other.left) {
    const key = `${item.type} ${item.why}`
    left.set(key, { ...item, n: item.n + (left.get(key)?.n ?? 0) })
  }
  return {
    patients: one.patients + other.patients,
    practitioners: one.practitioners + other.practitioners,
    taken: Object.fromEntries(types.map((type) => [type, (one.taken[type] ?? 0) + (other.taken[type] ?? 0)])),
    left: [...left.values()],
    unchanged: one.unchanged + other.unchanged,
  }
}

function countBy(types: readonly string[]): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const type of types) counted[type] = (counted[type] ?? 0) + 1
  return counted
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
