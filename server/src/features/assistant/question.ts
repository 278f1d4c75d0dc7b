// What is handed to a provider about a case: the question and its thread, without what tells who anybody is. [F68]
import type { CaseMaterial } from '../cases/index.ts'
import { type KnownIdentifiers, removeIdentifiers } from './identifiers.ts'
import type { Kind, Question } from './provider.ts'

export type Prepared = {
  question: Question
  /** Names of what is sent, for the journal and the manifest. */
  fields: string[]
  /** How many identifiers of each kind were taken out. */
  removed: Record<string, number>
  restore: (answer: string) => string
}

/** Between the parts while they are one text, so that the same name has one placeholder in all of them. A private character: taken out of the parts. */
const seam = '\n\ue000\n'

export function prepare(kind: Kind, language: string, material: CaseMaterial, asking: string): Prepared {
  const { content, messages, facts } = material
  const patient = material.patient?.displayName ?? ''
  const parts = [patient, asking, content.title, content.text, ...messages.map(({ text }) => text)].map((part) =>
    part.replaceAll('\ue000', ' '),
  )
  const { text, found, restore } = removeIdentifiers(parts.join(seam), knownOf(material, asking))
  const [patientName = '', doctorName = '', title = '', asked = '', ...said] = text.split(seam)
  return {
    question: {
      kind,
      language,
      title,
      text: asked,
      messages: messages.map(({ from }, place) => ({ from, text: said[place] ?? '' })),
      urgency: facts.urgency,
      ...(content.specialty !== undefined && { specialty: content.specialty }),
      // Only as marks, behind a title at most: what would stay a name is left out.
      ...(isMarks(patientName) && { patientName }),
      ...(isMarks(doctorName) && { doctorName }),
    },
    fields: [
      'title',
      'text',
      'language',
      'urgency',
      ...(content.specialty === undefined ? [] : ['specialty']),
      ...(messages.length === 0 ? [] : ['messages']),
    ],
    removed: Object.fromEntries(found.map(({ kind: of, count }) => [of, count])),
    restore,
  }
}

function isMarks(name: string): boolean {
  return /^(?:\p{L}{1,5}[.׳']? )?(?:⟦[A-Z]+-\d+⟧[. ]*)+$/u.test(name)
}

/** All that the chart and the case know of who takes part. */
function knownOf({ patient, messages, content }: CaseMaterial, asking: string): KnownIdentifiers {
  const { displayName, birthDate, insuranceId, contact } = patient ?? {}
  const { email, phone, address } = contact ?? {}
  return {
    names: [displayName, asking, ...messages.map(({ by }) => by)].flatMap((name) => (name ? [name] : [])),
    birthDates: birthDate === undefined ? [] : [birthDate],
    numbers: [insuranceId, content.externalReference].flatMap((number) => (number ? [number] : [])),
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [phone],
    addresses: address === undefined ? [] : [address],
  }
}
