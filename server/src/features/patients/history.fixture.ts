// History in a chart of the cast, sealed as an import seals it.
import { randomBytes } from 'node:crypto'
import type { Clinic } from '../../../tests/clinic.ts'
import { type Person, pia } from '../../../tests/people.ts'
import { newId } from '../../platform/ids.ts'
import { importBundle, parseBundleText } from '../importing/index.ts'
import { type HistoryContent, historyPlace, insertHistory } from './index.ts'

/** Gives a patient these entries; each stands in the timeline where its `start` says, at a whole instant or day. */
export async function giveHistory(clinic: Clinic, patient: Person, contents: readonly HistoryContent[]): Promise<void> {
  const { tenantId, patientId = '' } = clinic.who(patient)
  const entries = await Promise.all(
    contents.map(async (content) => {
      const id = newId(clinic.clock.now())
      const entry = await clinic.keep.vault.seal({ kind: 'patient', patientId }, historyPlace(tenantId, id), content)
      return { id, sourceIndex: randomBytes(32), kind: content.kind, happenedAt: content.start ?? '2020-01-01', entry }
    }),
  )
  await clinic.asSystem(patient, (tx) => tx.run(insertHistory(tenantId, patientId, entries)))
}

export function measurement(start: string | undefined, value: number, code = '29463-7', unit = 'kg'): HistoryContent {
  return {
    kind: 'observation',
    code: { system: 'http://loinc.org', code, display: `Measured ${code}` },
    value: `${value} ${unit}`,
    numeric: { value, unit },
    ...(start === undefined ? {} : { start }),
    source: 'FHIR import',
  }
}

/** Imports a bundle into the organisation of Pia, and gives the id of its chart. */
export async function takeChart(clinic: Clinic, bundle: string): Promise<string> {
  const to = { tenantId: clinic.who(pia).tenantId, slug: 'harbour', languages: ['en'], timeZone: 'Asia/Jerusalem' }
  await importBundle(clinic.keep, to, clinic.clock.now(), parseBundleText(bundle))
  const [patient] = await clinic.sql('select id from patients where source_index is not null')
  return String(patient?.id)
}
