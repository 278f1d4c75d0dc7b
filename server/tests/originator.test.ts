// What runs for somebody runs with their rights: asked anew at each step, and with nobody behind it nothing is read.
import { expect, test } from 'vitest'
import { question } from '../src/features/cases/cases.fixture.ts'
import { openClinic } from './clinic.ts'
import { aud, drAna, drIdan, max, pia } from './people.ts'

test('[V8.3.3] the assistant is asked, the journal exported and a feed read with the rights of whoever stands behind it at that moment, and the database shows the program alone no row of anybody', async () => {
  const clinic = await openClinic()
  const [patient, ana, idan, admin, auditor] = await Promise.all([pia, drAna, drIdan, max, aud].map((person) => clinic.as(person)))
  if (!patient || !ana || !idan || !admin || !auditor) throw new Error('the cast is signed in')
  const { id: caseId } = await patient.submitCase({ body: question })
  await ana.acceptCase({ params: { id: caseId }, body: {} })
  const body = { caseId }
  expect((await ana.assistSummary({ body })).draft).toBe(true)
  await expect(idan.assistSummary({ body })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
  await expect(auditor.assistSummary({ body })).rejects.toMatchObject({ status: 403, code: 'FORBIDDEN' })
  const feed = new URL((await ana.makeCalendarFeed()).url).pathname
  expect((await fetch(clinic.url + feed)).status).toBe(200)
  expect((await auditor.exportEvents({ query: {} })).count).toBeGreaterThan(5)

  await admin.updateUser({ params: { id: clinic.who(drAna).userId }, body: { active: false } })
  await admin.changeRole({ params: { id: clinic.who(aud).userId }, body: { role: 'reception' } })
  await expect(ana.assistSummary({ body })).rejects.toMatchObject({ status: 401 })
  expect((await fetch(clinic.url + feed)).status).toBe(404)
  await expect(auditor.exportEvents({ query: {} })).rejects.toMatchObject({ status: 401 })

  const tables = await clinic.sql(
    `select c.relname as name from pg_class c where c.relrowsecurity and has_table_privilege('wardkeep_app', c.oid, 'select')`,
  )
  const shown: string[] = []
  let held = 0
  for (const name of tables.map((row) => String(row.name))) {
    const all = await clinic.sql(`select 1 from ${name} limit 1`)
    const alone = await clinic.sqlAsApp({}, `select 1 from ${name} limit 1`)
    held += all.length
    if (alone.length > 0) shown.push(name)
  }
  expect(shown).toEqual([])
  expect(held).toBeGreaterThan(15)
})
