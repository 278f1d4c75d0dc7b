import type { Resource } from './entries.ts'
import type { Left } from './facts.ts'
import type { Aside } from './history.ts'

const bills = 'bills and what insurers paid are not part of a chart'
const pictures = 'pictures and documents are not read from bundles'
const others = 'the history has no such entries'

const reasons: ReadonlyMap<string, string> = new Map([
  ['Claim', bills],
  ['ClaimResponse', bills],
  ['ExplanationOfBenefit', bills],
  ['Coverage', 'only its subscriber number is read'],
  ['ImagingStudy', pictures],
  ['Media', pictures],
  ['DocumentReference', pictures],
  ['Binary', pictures],
  ['Medication', 'it is read where a prescription names it'],
])

export function asideByType(resource: Resource): Aside {
  return { resource, why: reasons.get(resource.type) ?? others }
}

/** What was left, counted by type and reason, in the order of the bundle. */
export function countLeft(asides: readonly Aside[]): Left[] {
  const counted = new Map<string, Left>()
  for (const { resource, why } of asides) {
    const key = `${resource.type} ${why}`
    counted.set(key, { type: resource.type, n: (counted.get(key)?.n ?? 0) + 1, why })
  }
  return [...counted.values()]
}

export function countTypes(resources: readonly Resource[]): Record<string, number> {
  const counted = new Map<string, number>()
  for (const { type } of resources) counted.set(type, (counted.get(type) ?? 0) + 1)
  return Object.fromEntries(counted)
}
