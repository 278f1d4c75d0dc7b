// The bundles of server/fixtures/synthea, and others made from them.
import { readFileSync } from 'node:fs'

export type Fixture = 'agustin-fonseca' | 'alberto-atencio' | 'buster-hoeger'

export function bundleText(name: Fixture): string {
  return readFileSync(new URL(`../../../fixtures/synthea/${name}.json`, import.meta.url), 'utf8')
}

export type Changes = { id?: string; given?: string; family?: string; birthDate?: string; phone?: string }

/** A fixture with another patient in it; every other resource keeps its id. */
export function bundleOf(name: Fixture, { id, given, family, birthDate, phone }: Changes): string {
  const bundle = JSON.parse(bundleText(name))
  const patient = bundle.entry[0].resource
  const before: string = patient.id
  if (given !== undefined) patient.name[0].given = [given]
  if (family !== undefined) patient.name[0].family = family
  if (birthDate !== undefined) patient.birthDate = birthDate
  if (phone !== undefined) patient.telecom[0].value = phone
  const text = JSON.stringify(bundle)
  return id === undefined ? text : text.replaceAll(before, id)
}
