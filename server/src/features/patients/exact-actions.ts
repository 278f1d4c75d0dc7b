import type { Transaction } from '../../platform/database.ts'
import type { Keep } from '../../security/keep.ts'
import { openProfiles, type PatientProfile } from './profile.ts'
import { soughtTokens, wordsOf } from './search-tokens.ts'
import { findPatient, findPatients, type PatientRow, patientRow } from './store.ts'

/** One chart: its id, the whole insurance number, or the whole name with the birth date. */
export type Exactly = { id: string } | { insuranceId: string } | { name: string; birthDate: string }
export type FoundPatient = { id: string; profile: PatientProfile }

const pageSize = 100

/** The one chart that is meant, among those that row security shows in this transaction; undefined where there is none, or more than one. */
export async function findExactly(tx: Transaction, keep: Keep, tenantId: string, wanted: Exactly): Promise<FoundPatient | undefined> {
  if ('id' in wanted) {
    const [row] = await tx.run(findPatient(wanted.id))
    return row && (await opened(keep, tenantId, [patientRow(row)]))[0]
  }
  const tokens = await soughtTokens(keep, tenantId, wanted)
  if (tokens.length === 0) return undefined
  const found: FoundPatient[] = []
  let after: string | undefined
  do {
    const rows = (await tx.run(findPatients(tokens, after, pageSize))).map(patientRow)
    found.push(...(await opened(keep, tenantId, rows)).filter(({ profile }) => isMeant(profile, wanted)))
    after = rows.length === pageSize ? rows.at(-1)?.id : undefined
  } while (after !== undefined)
  return found.length === 1 ? found[0] : undefined
}

async function opened(keep: Keep, tenantId: string, rows: readonly PatientRow[]): Promise<FoundPatient[]> {
  const asked = rows.map(({ id, profile }) => ({ patientId: id, profile }))
  const profiles = await openProfiles(keep, tenantId, asked)
  return profiles.flatMap((profile, at) => {
    const id = rows[at]?.id
    return id === undefined ? [] : [{ id, profile }]
  })
}

/** The tokens of an insurance number are of the whole of it; those of a name of beginnings, so the name is compared. */
function isMeant(profile: PatientProfile, wanted: Exclude<Exactly, { id: string }>): boolean {
  if ('insuranceId' in wanted) return true
  const same = (name: string) => wordsOf(name).sort().join(' ')
  return profile.birthDate === wanted.birthDate && same(profile.displayName) === same(wanted.name)
}
