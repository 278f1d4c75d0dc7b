// Who may see what, in a browser: an administrator opens a chart to a doctor and closes it, the patient sees who may, and the page says why.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, mustFit, sayPurpose, signInAt } from './visitors.ts'

const house = await openHouse()

test('a doctor is put into a care team, the explanation names it, the patient sees it, and after its end the chart is closed and says how charts open', async () => {
  const admin = await signInAt(house, house.account('admin'))
  const { page } = admin
  await page.goto(`${house.url}/patients`)
  await sayPurpose(page, 'Running the clinic')
  await page
    .getByRole('link', { name: /Open chart/ })
    .last()
    .click()
  await sayPurpose(page)
  await page.getByRole('tab', { name: 'Care team' }).click()
  await page.getByRole('heading', { name: 'Care team', level: 2 }).waitFor()
  const chart = new URL(page.url()).pathname
  await mustBeAccessible(page, 'care team')
  await page.getByRole('button', { name: 'Add a doctor' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Doctor').waitFor()
  const options = dialog.getByLabel('Doctor').locator('option')
  const name = (await options.nth(1).textContent()) ?? ''
  await dialog.getByLabel('Doctor').selectOption({ index: 1 })
  await mustBeAccessible(page, 'assign')
  await dialog.getByRole('button', { name: 'Add to the care team' }).click()
  await page.getByRole('button', { name: new RegExp(`^End.*${name}`) }).waitFor()

  await page.getByRole('link', { name: 'Access' }).first().click()
  await page.getByRole('heading', { name: /Why may somebody/ }).waitFor()
  await page.getByLabel('Role').selectOption('doctor')
  await page.getByLabel('Person').selectOption({ label: name })
  await page.getByRole('button', { name: 'Choose a patient' }).click()
  await page
    .getByRole('button', { name: /^Choose.*:/ })
    .last()
    .click()
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.getByText('The role has this right, and the relation that it asks for stands.').waitFor()
  await page.getByText('doctor:patient.read:assigned').waitFor()
  await mustBeAccessible(page, 'why')
  await page.getByRole('link', { name: 'Care teams' }).click()
  await page.getByLabel('Choose a doctor').selectOption({ label: name })
  await page
    .getByRole('link', { name: /Open chart/ })
    .first()
    .waitFor()
  await mustBeAccessible(page, 'care teams')

  await page.goto(`${house.url}${chart}?part=team`)
  await sayPurpose(page, 'Running the clinic')
  await page.getByRole('button', { name: new RegExp(`^End.*${name}`) }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
  await page.getByText(`The chart is closed to ${name}`, { exact: false }).first().waitFor()
  expect(admin.complaints).toEqual([])

  const doctor = await signInAt(house, house.account('doctor'))
  await doctor.page.goto(`${house.url}/patients/01890000-0000-7000-8000-000000000000`)
  await doctor.page.getByText('No chart is open to you here').waitFor()
  await mustBeAccessible(doctor.page, 'closed chart')
})

test('the roles are a page for who runs or audits, on a phone in Hebrew and in the dark too, and a patient sees who may look', async () => {
  const admin = await signInAt(house, house.account('admin'), { width: 390, height: 844, language: 'he', dark: true })
  for (const [path, heading] of [
    ['/admin/roles', 'תפקידים'],
    ['/admin/access', 'מדוע מותר למישהו…?'],
    // Before a list of patients it asks for what.
    ['/admin/care-teams', 'על מה עובדים עכשיו?'],
  ]) {
    await admin.page.goto(`${house.url}${path}`)
    await admin.page.getByRole('heading', { name: heading ?? '', level: 1 }).waitFor()
    await mustBeAccessible(admin.page, path ?? '')
    await mustFit(admin.page, path)
  }
  const auditor = await signInAt(house, house.account('auditor'))
  await auditor.page.goto(`${house.url}/admin/roles`)
  await auditor.page.getByText('change care teams').waitFor()
  const patient = await signInAt(house, house.account('patient'))
  await patient.page.getByRole('link', { name: 'Who looked' }).first().click()
  await patient.page.getByRole('heading', { name: 'Who may look' }).waitFor()
  await mustBeAccessible(patient.page, 'who may look')
})
