import { isInside, networkIn } from '../../platform/networks.ts'
import { refuse } from '../../platform/refusal.ts'

type Told = { name: string; timeZone: string; adminNetworks: readonly string[] }

/** Refuses BAD_REQUEST, by field, what the shape alone cannot tell: a zone that does not exist, a name of blanks, and what is no network. */
export function mustMakeSense({ name, timeZone, adminNetworks }: Told): void {
  const errors = [
    ...(name.trim() === '' ? [{ field: 'name', reason: 'is blank' }] : []),
    ...(isZone(timeZone) ? [] : [{ field: 'timeZone', reason: 'is no time zone' }]),
    ...adminNetworks.flatMap((text, place) => (networkIn(text) ? [] : [{ field: `adminNetworks.${place}`, reason: 'is no network' }])),
  ]
  if (errors.length > 0) refuse('BAD_REQUEST', { errors })
}

/** Whoever says from where administrators act is there themselves; refuses OWN_NETWORK_MISSING. */
export function mustStayInside(networks: readonly string[], address: string): void {
  if (!isInside(networks, address)) refuse('OWN_NETWORK_MISSING')
}

/** A name of the IANA database that this Node knows, and not an offset like `+02:00`. */
export function isZone(name: string): boolean {
  return name === 'UTC' || zones.has(name)
}

const zones = new Set(Intl.supportedValuesOf('timeZone'))
