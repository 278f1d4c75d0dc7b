import type { Code } from './facts.ts'
import type { Place } from './place.ts'

/** A CodeableConcept as one code: its first coding that has a code, else its words alone. Refuses a concept that says nothing. */
export function readConcept(concept: Place): Code {
  const words = concept.mayText('text')
  const coding = concept.each('coding').find((one) => one.may('code') !== undefined)
  if (coding) return readCoding(coding, words)
  return { system: '', code: '', display: words ?? concept.refuse('says neither a code nor words') }
}

export function readCoding(coding: Place, words?: string): Code {
  const code = coding.must('code').text()
  return { system: coding.mayText('system') ?? '', code, display: coding.mayText('display') ?? words ?? code }
}
