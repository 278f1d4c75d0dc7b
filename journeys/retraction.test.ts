// A record's later life in a browser: a draft deleted, what is signed added to and retracted, and what its readers then see; in the dark, in Hebrew and on a phone too.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { look, mustBeAccessible, sayPurpose, signInAt } from './visitors.ts'

const house = await openHouse()

test('[C24 part][C25 part] a doctor deletes a draft, adds to what is signed and retracts it for a reason, and whoever reads it sees it marked, with the reason and both texts', async () => {
  const doctor = await signInAt(house, house.account('doctor'))
  const { page } = doctor
  const text = page.getByRole('textbox', { name: 'Text', exact: true })
  await page.goto(`${house.url}/patients`)
  await page
    .getByRole('link', { name: /Open chart/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'Write a record' }).waitFor()
  const chart = page.url()
  const write = async (title: string) => {
    await page.goto(chart)
    await page.getByRole('link', { name: 'Write a record' }).click()
    await page.getByLabel('Title').fill(title)
    await text.fill('Left knee, no swelling.')
    await page.getByText(/^Draft saved/).waitFor()
  }
  await write('A draft too many')
  await page.goto(chart)
  await page.getByRole('link', { name: 'A draft too many' }).click()
  await page.getByRole('button', { name: 'Delete draft' }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await page.getByRole('link', { name: 'Write a record' }).waitFor()
  expect(await page.getByRole('link', { name: 'A draft too many' }).count()).toBe(0)

  await write('Knee after the fall')
  await page.getByRole('button', { name: 'Sign record' }).click()
  await page.getByRole('button', { name: 'Sign now' }).click()
  await page.getByRole('button', { name: /verified/i }).waitFor()
  const record = page.url()
  await page.getByRole('button', { name: 'Add an addendum' }).click()
  await text.fill('The picture shows no fracture.')
  await mustBeAccessible(page, 'adding')
  await page.getByRole('button', { name: 'Sign addendum' }).click()
  await page.getByRole('link', { name: 'Open with its signature' }).waitFor()
  await page.getByRole('button', { name: 'Retract' }).click()
  await page.getByRole('button', { name: 'Retract record' }).click()
  await page.getByText('Say why, in at least three characters.').waitFor()
  await page.getByLabel('In words').fill('It was the right knee')
  await mustBeAccessible(page, 'retracting')
  await page.getByRole('button', { name: 'Retract record' }).click()
  await page.getByText('Retracted: do not rely on this record').waitFor()
  await page.getByRole('button', { name: /verified/i }).waitFor()
  await look(doctor, 'retracted')

  const admin = await signInAt(house, house.account('admin'), { dark: true, width: 390 })
  await admin.page.goto(record)
  await sayPurpose(admin.page, 'Running the clinic')
  await admin.page.getByText('It was the right knee').waitFor()
  await admin.page.getByText('The picture shows no fracture.').waitFor()
  expect(await admin.page.getByRole('button', { name: 'Retract' }).count()).toBe(0)
  await look(admin, 'retracted-dark')
  const again = await signInAt(house, house.account('doctor'), { language: 'he', width: 390 })
  await again.page.goto(chart)
  await again.page.getByText('It was the right knee').waitFor()
  await look(again, 'retracted-he')
  for (const visitor of [doctor, admin, again]) expect(visitor.complaints).toEqual([])
})
