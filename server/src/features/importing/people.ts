// Names stand here character for character as in the source: a name that was normalised is another name.
import type { Contact, Sex } from './facts.ts'
import type { Place } from './place.ts'

export type Name = { displayName: string; given: string[]; family: string }

/** The official name, else the usual one, else the first; given names and family name in FHIR's order, without prefix. */
export function readName(person: Place): Name {
  const names = person.each('name')
  const use = (word: string) => names.find((name) => name.mayText('use') === word)
  const name = use('official') ?? use('usual') ?? names[0] ?? person.must('name').refuse('is empty')
  const given = name.each('given').map((part) => part.text())
  const family = name.mayText('family') ?? ''
  const displayName = [...given, family].filter((part) => part !== '').join(' ') || name.must('text').text()
  return { displayName, given, family }
}

export function readSex(person: Place): Sex | undefined {
  return person.may('gender')?.oneOf(['male', 'female', 'other', 'unknown'])
}

/** The first e-mail, phone and postal address that are not marked old. */
export function readContact(at: Place): Contact {
  const telecom = at.each('telecom').filter(isCurrent)
  const reach = (system: string) => telecom.find((point) => point.mayText('system') === system)?.mayText('value')
  const email = reach('email')
  const phone = reach('phone')
  const address = at
    .each('address')
    .filter(isCurrent)
    .map(renderAddress)
    .find((line) => line !== '')
  return { ...(email && { email }), ...(phone && { phone }), ...(address && { address }) }
}

function isCurrent(at: Place): boolean {
  return at.mayText('use') !== 'old'
}

function renderAddress(at: Place): string {
  const region = [at.mayText('state'), at.mayText('postalCode')].filter(Boolean).join(' ')
  const lines = at.each('line').map((line) => line.text())
  const parts = [...lines, at.mayText('city'), region, at.mayText('country')].filter(Boolean).join(', ')
  return parts || (at.mayText('text') ?? '')
}
