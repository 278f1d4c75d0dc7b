import type { Resolve, Resource } from './entries.ts'
import { Place } from './place.ts'

/** Every Reference anywhere within these resources names something in the bundle, or the bundle is refused. */
export function mustPointSomewhere(resources: readonly Resource[], resolve: Resolve): void {
  for (const resource of resources) {
    // A list of places still to visit, not recursion: a hostile file can nest deeper than the stack.
    const toVisit = [resource.at]
    for (let at = toVisit.pop(); at !== undefined; at = toVisit.pop()) {
      if (isReference(at)) resolve(at, resource)
      toVisit.push(...within(at))
    }
  }
}

function isReference({ value }: Place): boolean {
  return isContainer(value) && !Array.isArray(value) && Object.hasOwn(value, 'reference')
}

function within({ value, path }: Place): Place[] {
  if (!isContainer(value)) return []
  return Object.entries(value).map(([key, inner]) => new Place(inner, path + step(key, Array.isArray(value))))
}

/** A key that no element of FHIR could have may be anything, a name even, and is not repeated. */
function step(key: string, inList: boolean): string {
  if (inList) return `[${key}]`
  return /^_?[A-Za-z]\w{0,63}$/.test(key) ? `.${key}` : '.?'
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
