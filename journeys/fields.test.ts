// Who is shown what, in a browser: a doctor restricts a record, reception notes and changes what it may, and whoever runs the clinic finds the record only for a purpose that matches.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { settled } from './settling.ts'
import { mustBeAccessible, sayPurpose, signInAt } from './visitors.ts'

const house = await openHouse()

test('a very restricted record is in the chart for who wrote it and for nobody else without the purpose; a masked number and the note of the clinic are shown to whom they are meant for', async () => {
  const doctor = await signInAt(house, house.account('doctor'))
  await doctor.page.goto(`${house.url}/patients`)
  await doctor.page
    .getByRole('link', { name: /Open chart/ })
    .first()
    .click()
  await doctor.page.getByRole('tab', { name: 'Details' }).click()
  await doctor.page.getByText('Only its ending is shown to your role.').waitFor()
  expect(await doctor.page.getByText(/^••••/).textContent()).toMatch(/^••••.{0,4}$/)
  expect(await doctor.page.getByRole('button', { name: 'Change details' }).count()).toBe(0)
  await mustBeAccessible(doctor.page, 'details as a doctor')
  const chart = new URL(doctor.page.url()).pathname
  await doctor.page.goto(`${house.url}${chart}/records/new`)
  await doctor.page.getByRole('heading', { name: 'Write a record' }).waitFor()
  await doctor.page.getByRole('combobox', { name: 'Confidentiality' }).click()
  await doctor.page.getByRole('option', { name: /^Very restricted/ }).click()
  await doctor.page.getByLabel('Title').fill('Nobody else’s to know')
  await doctor.page.getByLabel('Text', { exact: true }).fill('Told in confidence.')
  await doctor.page.getByText(/Draft saved/).waitFor()
  await mustBeAccessible(doctor.page, 'write with a label')
  await doctor.page.goto(house.url + chart)
  await doctor.page.getByRole('link', { name: 'Nobody else’s to know' }).waitFor()
  await doctor.page.getByText('Very restricted').waitFor()
  await mustBeAccessible(doctor.page, 'records with a label')
  expect(doctor.complaints).toEqual([])

  const desk = await signInAt(house, house.account('reception'))
  await desk.page.goto(house.url + chart)
  await desk.page.getByText('Only its ending is shown to your role.').waitFor()
  await desk.page.getByRole('button', { name: 'Change details' }).click()
  await desk.page.getByLabel('Note of the clinic').fill('Prefers mornings')
  await mustBeAccessible(desk.page, 'change details')
  await desk.page.getByRole('button', { name: 'Save' }).click()
  await desk.page.getByText('Prefers mornings').waitFor()
  expect(desk.complaints).toEqual([])

  const admin = await signInAt(house, house.account('admin'))
  await admin.page.goto(`${house.url}/admin/roles`)
  await admin.page.getByRole('heading', { name: 'Restricted records' }).waitFor()
  await mustBeAccessible(admin.page, 'roles with fields and labels')
  await admin.page.goto(house.url + chart)
  await sayPurpose(admin.page, 'Running the clinic')
  await admin.page.getByRole('tab', { name: 'Details' }).waitFor()
  await settled(admin.page)
  expect(await admin.page.getByText('Nobody else’s to know').count()).toBe(0)
  await admin.page.getByRole('tab', { name: 'Details' }).click()
  await admin.page.getByText('Prefers mornings').waitFor()

  const again = await signInAt(house, house.account('admin'))
  await again.page.goto(house.url + chart)
  await sayPurpose(again.page, 'The patient asked for it')
  await again.page.getByRole('link', { name: 'Nobody else’s to know' }).waitFor()
  expect(again.complaints).toEqual([])
}, 120_000)
