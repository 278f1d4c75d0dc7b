import { refuse } from '../../platform/refusal.ts'

/** Refuses BAD_REQUEST, by field, what the shape alone cannot tell: a zone that does not exist, and a name of blanks. */
export function mustMakeSense({ name, timeZone }: { name: string; timeZone: string }): void {
  const errors = [
    ...(name.trim() === '' ? [{ field: 'name', reason: 'is blank' }] : []),
    ...(isZone(timeZone) ? [] : [{ field: 'timeZone', reason: 'is no time zone' }]),
  ]
  if (errors.length > 0) refuse('BAD_REQUEST', { errors })
}

/** A name of the IANA database that this Node knows, and not an offset like `+02:00`. */
export function isZone(name: string): boolean {
  return name === 'UTC' || zones.has(name)
}

const zones = new Set(Intl.supportedValuesOf('timeZone'))
