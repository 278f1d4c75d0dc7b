// A question of the system before, in a browser: imported beside the running clinic, found, linked to whom the clinic verified, and read where the chart is open.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { run } from '../cli/command.fixture.ts'
import { openHouse } from './clinic-process.ts'
import { look, mustBeAccessible, mustFit, sayPurpose, signInAt } from './visitors.ts'

const house = await openHouse()
const rows = [
  'id,user_id,user_identifier,vendor_id,created_at,title,text,answer',
  '17,42,dana-1,old-vendor,2023-05-01 10:00:00,A cough at night,"For a week, worse at night.",Come in on Monday.',
  '18,43,omer-2,old-vendor,2023-06-01 10:00:00,Another thing,Something else.,',
]

beforeAll(async () => {
  const path = join(house.data, 'rn_requests.csv')
  await writeFile(path, rows.join('\n'))
  const imported = await run(['import', 'legacy', '--requests', path, '--organisation', 'harbour', '--json'], { WARDKEEP_DATA: house.data })
  expect(imported).toMatchObject({ code: 0, err: '' })
})

test('an administrator finds an old case by what the old system called somebody and links it for good; the patient reads it on a phone in Hebrew and in the dark, and nobody else’s', async () => {
  const patient = await signInAt(house, house.account('patient'), { width: 390, height: 844, language: 'he', dark: true })
  const { page: own } = patient
  await own.goto(`${house.url}/records?part=earlier`)
  await own.getByText('לתיק הזה לא שויכו פניות').waitFor()
  await mustBeAccessible(own, 'no old cases')
  const me = await own.evaluate(async () => JSON.parse(await (await fetch('/api/auth/me')).text()))
  const { displayName } = Object(me)
  expect(displayName).toMatch(/./)

  const admin = await signInAt(house, house.account('admin'))
  const { page } = admin
  await page.goto(`${house.url}/admin/old-cases`)
  await page.getByRole('link', { name: 'Another thing' }).waitFor()
  await look(admin, 'old-cases')
  await page.getByLabel('What the old system called the person').fill('dana-1')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('link', { name: 'Another thing' }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'A cough at night' }).click()
  await page.getByText('For a week, worse at night.').waitFor()
  await page.getByRole('button', { name: 'Link to a patient' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Link to a patient' }).click()
  await dialog.getByText('Please fill this in.').waitFor()
  // Whom one knows by name is found by name, and the birth date tells which.
  await dialog.getByRole('button', { name: 'Choose a patient' }).click()
  await sayPurpose(page, 'Running the clinic')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(displayName)
  await dialog
    .getByRole('button', { name: /^Choose.*:/ })
    .filter({ hasText: displayName })
    .click()
  await dialog.getByText('Choose another patient').waitFor()
  await dialog.getByLabel('How the patient was verified').selectOption({ label: 'Known in person' })
  await look(admin, 'link-old-case')
  await dialog.getByRole('button', { name: 'Link to a patient' }).click()
  await page.getByText('Linked', { exact: true }).waitFor()
  await look(admin, 'linked-old-case')
  expect(await page.getByRole('button', { name: 'Link to a patient' }).count()).toBe(0)

  await own.reload()
  await own.getByRole('link', { name: 'A cough at night' }).waitFor()
  expect(await own.getByText('Another thing').count()).toBe(0)
  await mustBeAccessible(own, 'old cases of oneself')
  await mustFit(own)
  await look(patient, 'he-old-cases-of-mine')
  await own.getByRole('link', { name: 'A cough at night' }).click()
  await own.getByText('Come in on Monday.').waitFor()
  await look(patient, 'he-old-case-of-mine')
  await mustFit(own)
  expect([...admin.complaints, ...patient.complaints]).toEqual([])
})
