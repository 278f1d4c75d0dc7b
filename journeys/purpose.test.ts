// For what an administrator looks at patients, in a browser: asked once for the lists and once for each chart, seen by the patient, and demanded where the organisation is strict.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, mustFit, sayPurpose, signInAt } from './visitors.ts'

const house = await openHouse()

test('an administrator says for what they look at patients before anything is read, changes it at the top, is asked again for each chart, and nothing is reviewed; the settings make it a must', async () => {
  const { page, complaints } = await signInAt(house, house.account('admin'))
  const asked: (string | undefined)[] = []
  page.on('request', (request) => {
    if (/\/api\/(patients|records|appointments)/.test(request.url())) asked.push(request.headers()['x-purpose-of-use'])
  })
  await page.getByRole('link', { name: 'Patients' }).first().click()
  await page.getByRole('heading', { name: 'What are you working on?' }).waitFor()
  await mustBeAccessible(page, 'purpose of a sitting')
  expect(asked).toEqual([])
  await sayPurpose(page, 'Billing')
  const charts = page.getByRole('link', { name: /Open chart/ })
  await charts.first().waitFor()
  await mustBeAccessible(page, 'working on')
  expect(new Set(asked)).toEqual(new Set(['HPAYMT']))
  await charts.first().click()
  await page.getByRole('dialog').getByText('The patient sees your answer').waitFor()
  await mustBeAccessible(page, 'purpose of a chart')
  asked.length = 0
  await sayPurpose(page, 'The patient asked for it')
  await page.getByRole('button', { name: 'Working on: The patient asked for it' }).waitFor()
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await page.getByRole('link', { name: 'Patients' }).first().click()
  await page.getByRole('button', { name: 'Working on: Billing' }).click()
  expect(new Set(asked.slice(0, 1))).toEqual(new Set(['PATRQT']))
  await page.getByRole('menuitem', { name: 'Running the clinic' }).click()
  await page.getByRole('link', { name: 'Board' }).first().click()
  await page.getByRole('button', { name: 'Working on: Running the clinic' }).waitFor()

  await page.getByRole('link', { name: 'Settings' }).first().click()
  await page.getByRole('heading', { name: 'Organisation settings' }).waitFor()
  await page.getByLabel('Days until a review is due').waitFor()
  await mustBeAccessible(page, 'settings')
  await page.getByLabel('Days until a review is due').fill('99')
  await page.getByRole('button', { name: 'Save the settings' }).click()
  await page.getByText('Between 1 and 30 days.').waitFor()
  await page.getByLabel('Days until a review is due').fill('7')
  await page.getByRole('radio', { name: 'Refuse it' }).click()
  await page.getByRole('button', { name: 'Save the settings' }).click()
  await page.getByText('The settings are saved.').first().waitFor()
  await page.getByRole('link', { name: 'Reviews' }).first().click()
  await page.getByText('Nothing waits for a review').waitFor()

  await page.getByRole('link', { name: 'Access' }).first().click()
  await page.getByRole('heading', { name: /Why may somebody/ }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Choose a patient' }).click()
  await page.getByText('Your organisation asks what this is for').waitFor()
  await mustBeAccessible(page, 'purpose demanded')
  await sayPurpose(page, 'Running the clinic')
  await page
    .getByRole('button', { name: /^Choose.*:/ })
    .first()
    .waitFor()
  // The browser itself says that a call was refused with 403.
  expect(complaints.filter((complaint) => !complaint.includes('403'))).toEqual([])
})

test('the question, the top bar and the settings fit a phone, in Hebrew and in the dark', async () => {
  const { page, complaints } = await signInAt(house, house.account('admin'), { width: 390, height: 844, language: 'he', dark: true })
  const fits = async (name: string) => {
    await mustBeAccessible(page, name)
    await mustFit(page, name)
  }
  await page.goto(`${house.url}/admin/settings`)
  await page.getByRole('heading', { name: 'הגדרות הארגון' }).waitFor()
  await page.getByLabel('ימים עד למועד הבדיקה').waitFor()
  await fits('settings on a phone')
  await page.goto(`${house.url}/patients`)
  await page.getByRole('heading', { name: 'על מה עובדים עכשיו?' }).waitFor()
  await fits('purpose on a phone')
  await page.getByRole('radio', { name: 'ניהול המרפאה' }).click()
  await page.getByRole('button', { name: 'המשך' }).click()
  await page.getByRole('heading', { name: 'מטופלים', level: 1 }).waitFor()
  await fits('patients on a phone')
  expect(complaints).toEqual([])
})
