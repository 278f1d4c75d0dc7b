import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, paul, pia, rita } from '../../../tests/people.ts'
import { newId } from '../../platform/ids.ts'
import { openLog } from '../../platform/log.ts'
import { assign, endCare } from '../records/records.fixture.ts'
import { type PatientProfile, sealProfile } from './profile.ts'
import { searchTokens, soughtTokens } from './search-tokens.ts'
import { insertPatient } from './store.ts'

test('[F87 part][C29 part] a chart is found by the beginnings of its name in any order, case, marks and script, and by the whole insurance id alone', async () => {
  const clinic = await openClinic()
  await admit(clinic, [
    { displayName: 'Ángel Núñez-Ortega', insuranceId: 'AB 123-9' },
    { displayName: 'Angela Straße', insuranceId: 'AB1240' },
    { displayName: "Brendan O'Brien" },
    { displayName: 'שָׂרָה כהן־לוי' },
    { displayName: 'محمد أحمد' },
    { displayName: 'Ольга Королёва' },
    { displayName: '山田太郎' },
    { displayName: 'Οδυσσέας Παππάς' },
  ])
  const desk = await clinic.as(rita)
  const found = async (query: { name?: string; insuranceId?: string }) => {
    const { items } = await desk.listPatients({ query })
    return items.map((patient) => patient.displayName).sort()
  }
  const angel = ['Ángel Núñez-Ortega']
  expect(await found({ name: 'ANGEL' })).toEqual(['Angela Straße', ...angel])
  expect(await found({ name: 'ort áng' })).toEqual(angel)
  expect(await found({ name: 'nunez' })).toEqual(angel)
  expect(await found({ name: 'strasse' })).toEqual(['Angela Straße'])
  expect(await found({ name: 'obrien' })).toEqual(["Brendan O'Brien"])
  expect(await found({ name: "O'Br" })).toEqual(["Brendan O'Brien"])
  expect(await found({ name: 'brien' })).toEqual(["Brendan O'Brien"])
  expect(await found({ name: 'שרה לוי' })).toEqual(['שָׂרָה כהן־לוי'])
  expect(await found({ name: 'احمد' })).toEqual(['محمد أحمد'])
  expect(await found({ name: 'короле' })).toEqual(['Ольга Королёва'])
  expect(await found({ name: '山田' })).toEqual(['山田太郎'])
  expect(await found({ name: 'οδυσ' })).toEqual(['Οδυσσέας Παππάς'])
  expect(await found({ name: 'παππας' })).toEqual(['Οδυσσέας Παππάς'])
  expect(await found({ name: 'ngel' })).toEqual([])
  expect(await found({ name: 'angel koro' })).toEqual([])
  expect(await found({ insuranceId: 'ab1239' })).toEqual(angel)
  expect(await found({ insuranceId: 'AB 12-39', name: 'ortega' })).toEqual(angel)
  expect(await found({ insuranceId: 'AB1239', name: 'angela' })).toEqual([])
  expect(await found({ insuranceId: 'AB12' })).toEqual([])
  await expect(desk.listPatients({ query: { name: ' -- ' } })).rejects.toMatchObject({
    status: 400,
    errors: [{ field: 'name', reason: 'has no letter or digit to look for' }],
  })
})

test('a search answers nobody who could not read the chart: own patients for a doctor, oneself for a patient, nothing of another organisation', async () => {
  const clinic = await openClinic()
  const found = async (person: typeof pia, name: string) =>
    (await (await clinic.as(person)).listPatients({ query: { name } })).items.map((patient) => patient.id)
  await assign(clinic, drAna, pia)
  const { patientId: piaId } = clinic.who(pia)
  const { patientId: paulId } = clinic.who(paul)
  expect(await found(drAna, 'pia')).toEqual([piaId])
  expect(await found(drAna, 'paul')).toEqual([])
  expect(await found(drIdan, 'pia')).toEqual([])
  expect(await found(drOtto, 'pia')).toEqual([])
  expect(await found(pia, 'pia')).toEqual([piaId])
  expect(await found(pia, 'paul')).toEqual([])
  expect(await found(max, 'paul')).toEqual([paulId])
  expect(await found(rita, 'hanna')).toEqual([])
  expect(await found(hanna, 'pia')).toEqual([])
  await expect((await clinic.as(aud)).listPatients({ query: { name: 'pia' } })).rejects.toMatchObject({ status: 403 })

  await endCare(clinic, pia)
  expect(await found(drAna, 'pia')).toEqual([])

  const seen = await clinic.sqlAsApp(
    { tenant: clinic.who(drIdan).tenantId, role: 'doctor', doctor: clinic.who(drIdan).doctorId ?? '', now: new Date().toISOString() },
    'select * from patient_search_tokens',
  )
  expect(seen).toEqual([])
})

test('a new name is found at once and the old one no more, also when a patient changes it', async () => {
  const clinic = await openClinic()
  const { patientId = '' } = clinic.who(pia)
  const desk = await clinic.as(rita)
  const found = async (name: string) => (await desk.listPatients({ query: { name } })).items.length
  expect([await found('malley'), await found('zz')]).toEqual([1, 0])
  await (await clinic.as(pia)).updatePatient({ params: { id: patientId }, version: 1, body: { displayName: 'Pia Zzyzx' } })
  expect([await found('malley'), await found('zz'), await found('pia'), await found('כהן')]).toEqual([0, 1, 1, 0])
})

test('found charts come in pages, each once', async () => {
  const clinic = await openClinic()
  const ids = await admit(
    clinic,
    Array.from({ length: 23 }, (_, at) => ({ displayName: `Quentin Number${at}` })),
  )
  await admit(clinic, [{ displayName: 'Rupert Number3' }])
  const desk = await clinic.as(rita)
  const met: string[] = []
  let cursor: string | undefined
  do {
    const page = await desk.listPatients({ query: { name: 'num quen', limit: 5, ...(cursor ? { cursor } : {}) } })
    expect(page.items.length).toBeLessThanOrEqual(5)
    met.push(...page.items.map((patient) => patient.id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(met).toEqual([...ids].sort())
})

test('[F87 part] what was looked for is nowhere: not in the tokens, the journal or the log; the journal says which charts were shown and by which field', async () => {
  const lines: Buffer[] = []
  const sink = new PassThrough()
  sink.on('data', (line: Buffer) => lines.push(line))
  const clinic = await openClinic({ log: openLog('trace', sink) })
  const name = 'Canarius'
  const [id] = await admit(clinic, [{ displayName: name, insuranceId: 'CANARY77' }])
  const desk = await clinic.as(rita)
  expect((await desk.listPatients({ query: { name, insuranceId: 'CANARY77' } })).items).toHaveLength(1)
  await expect(desk.listPatients({ query: { name, limit: 0 } })).rejects.toMatchObject({ status: 400 })
  const [event] = (await clinic.events('patient.listed')).filter((row) => row.outcome === 'allowed')
  expect(event).toMatchObject({ fields: ['identity', 'contact', 'insurance', 'by name', 'by insuranceId'], patient_ids: [id] })

  expect(lines.length).toBeGreaterThan(0)
  const dump = await clinic.sql(`select string_agg(t::text, ' ') as all from patient_search_tokens t`)
  const journal = await clinic.sql(`select string_agg(a::text, ' ') as all from audit_events a`)
  const everything = `${Buffer.concat(lines).toString()}${JSON.stringify(dump)}${JSON.stringify(journal)}`
  expect(everything).not.toMatch(/canar/i)
  expect(everything).not.toContain(Buffer.from(name).toString('hex'))
})

test('any beginning of any word of any name finds it, and no organisation’s token means anything in another', async () => {
  const clinic = await openClinic()
  const { keep } = clinic
  const { tenantId } = clinic.who(pia)
  const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => /[\p{L}\p{N}]/u.test(text))
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 3 }), fc.nat(), async (words, cut) => {
      const displayName = words.join(' ')
      const kept = (await searchTokens(keep, tenantId, { displayName })).map(String)
      const sought = displayName.normalize('NFKC')
      const points = [...sought].slice(0, 1 + (cut % sought.length)).join('')
      for (const asked of [displayName, points, displayName.toLowerCase()]) {
        for (const token of await soughtTokens(keep, tenantId, { name: asked })) expect(kept).toContain(String(token))
      }
    }),
    { numRuns: 300 },
  )
  const [here] = await soughtTokens(keep, tenantId, { name: 'pia' })
  const [there] = await soughtTokens(keep, clinic.who(hanna).tenantId, { name: 'pia' })
  const [asNumber] = await soughtTokens(keep, tenantId, { insuranceId: 'pia' })
  expect(new Set([String(here), String(there), String(asNumber)]).size).toBe(3)
})

/** Charts of Harbour, by id. */
async function admit(clinic: Clinic, profiles: readonly PatientProfile[]): Promise<string[]> {
  const { tenantId } = clinic.who(pia)
  const now = clinic.clock.now()
  const ids = profiles.map(() => newId(now))
  await Promise.all(ids.map((id) => clinic.keep.vault.createPatient(tenantId, id)))
  await clinic.asSystem(pia, async (tx) => {
    for (const [place, profile] of profiles.entries()) {
      const id = ids[place] ?? ''
      const sealed = await sealProfile(clinic.keep, tenantId, id, profile)
      await tx.run(insertPatient({ tenantId, id, sourceIndex: null, language: 'en', sealed, now }))
    }
  })
  return ids
}
