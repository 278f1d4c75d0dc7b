import type { Resource } from './entries.ts'
import type { PatientFacts } from './facts.ts'
import { readContact, readName, readSex } from './people.ts'
import type { Place } from './place.ts'
import { readDateTime, readDay } from './when.ts'

/** HL7 v2-0203 identifier types that an insurer gives: member, subscriber, Medicare, Medicaid, health card number. */
const insurerTypes = ['MB', 'SN', 'MC', 'MA', 'HC']

export function readPatient(patient: Resource, coverages: readonly Place[]): PatientFacts {
  const { at, sourceId } = patient
  const sex = readSex(at)
  const insuranceId = readInsuranceId(at, coverages)
  const deceased = readDeceased(at)
  return {
    sourceId,
    ...readName(at),
    birthDate: readDay(at.must('birthDate')),
    ...(sex && { sex }),
    ...(insuranceId && { insuranceId }),
    contact: readContact(at),
    language: readLanguage(at),
    ...(deceased && { deceased }),
  }
}

/**
 * Synthea's coverages name only a kind of payor and no member number, so for its patients the medical record number stands in:
 * it is unique and issued for care. Social security, passport and licence numbers never do: no insurer gave them, and one that
 * leaks cannot be given anew.
 */
function readInsuranceId(patient: Place, coverages: readonly Place[]): string | undefined {
  const subscribed = coverages.map((coverage) => coverage.mayText('subscriberId')).find((id) => id !== undefined)
  return identifier(patient, insurerTypes) ?? subscribed ?? identifier(patient, ['MR'])
}

function identifier(patient: Place, types: readonly string[]): string | undefined {
  const codes = (id: Place) =>
    id
      .may('type')
      ?.each('coding')
      .map((coding) => coding.mayText('code')) ?? []
  return patient
    .each('identifier')
    .find((id) => codes(id).some((code) => code !== undefined && types.includes(code)))
    ?.mayText('value')
}

/** The preferred language, else the first; `und` is BCP 47 for one that nobody told. */
function readLanguage(patient: Place): string {
  const spoken = patient.each('communication')
  const chosen = spoken.find((one) => one.may('preferred')?.flag()) ?? spoken[0]
  const code = chosen?.must('language').each('coding')[0]?.may('code')
  if (code === undefined) return 'und'
  return isLanguageTag(code.text()) ? code.text() : code.refuse('is not a language tag of BCP 47')
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function readDeceased(patient: Place): string | undefined {
  const when = patient.may('deceasedDateTime')
  if (when) return readDateTime(when)
  return patient.may('deceasedBoolean')?.flag() ? 'yes' : undefined
}
