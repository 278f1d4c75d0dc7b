import type { Place } from './place.ts'
import { resourceTypes } from './resource-types.ts'

/**
 * One resource of the bundle; `sourceId` is its id, or what its fullUrl names it. One that is contained in another has a
 * container, and its id means nothing outside of it.
 */
export type Resource = { type: string; sourceId: string; at: Place; container?: Resource }

/** Points from a Reference to what it names, or refuses: a reference that points nowhere in the bundle spoils the bundle. */
export type Resolve = (reference: Place, within: Resource) => Resource | undefined

/**
 * The entries of a transaction, and how to follow references between them: by fullUrl (`urn:uuid:…`), by `Type/id`, or
 * inside one resource by `#id`. Two entries of one name are refused, since nothing could tell which was meant.
 */
export function readEntries(bundle: Place): { resources: Resource[]; resolve: Resolve } {
  const resources: Resource[] = []
  const named = new Map<string, Resource>()
  for (const entry of bundle.each('entry')) {
    const resource = readEntry(entry)
    const names = new Set([entry.mayText('fullUrl') ?? localName(resource), localName(resource)])
    for (const name of names) {
      if (named.has(name)) entry.refuse('has the name of an earlier entry')
      named.set(name, resource)
    }
    resources.push(resource)
  }
  return { resources, resolve: (reference, within) => follow(reference, within, named) }
}

/** A resource's type, or a refusal where FHIR R4 has no such type. */
export function typeOf(resource: Place): string {
  const type = resource.must('resourceType')
  return resourceTypes.has(type.text()) ? type.text() : type.refuse('is not a resource type of FHIR R4')
}

function readEntry(entry: Place): Resource {
  entry.must('request').must('method').oneOf(['POST', 'PUT'])
  const at = entry.must('resource')
  return { type: typeOf(at), sourceId: sourceIdOf(at, entry), at }
}

function sourceIdOf(resource: Place, entry: Place): string {
  const id = resource.may('id')
  const given =
    id?.text() ??
    entry
      .must('fullUrl')
      .text()
      .replace(/^urn:uuid:/, '')
  return /^[A-Za-z0-9.-]{1,64}$/.test(given) ? given : (id ?? entry.must('fullUrl')).refuse('is not an id of FHIR R4')
}

function localName(resource: Resource): string {
  return `${resource.type}/${resource.sourceId}`
}

function follow(reference: Place, within: Resource, named: Map<string, Resource>): Resource | undefined {
  // A Reference may hold only words or an identifier: it names nobody we know, and that is no fault.
  const target = reference.may('reference')
  if (target === undefined) return undefined
  const name = target.text()
  const found = name.startsWith('#')
    ? contained(name.slice(1), within.container ?? within)
    : named.get(name.replace(/\/_history\/[^/]+$/, ''))
  return found ?? target.refuse('points to nothing in this bundle')
}

function contained(id: string, container: Resource): Resource | undefined {
  if (id === '') return container
  const at = container.at.each('contained').find((inner) => inner.mayText('id') === id)
  return at && { type: typeOf(at), sourceId: id, at, container }
}
