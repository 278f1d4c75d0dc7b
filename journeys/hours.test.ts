// When somebody can book: an administrator says what is offered and when the clinic is closed, a doctor takes a day off, and patients see it at once.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, signInAt } from './visitors.ts'

const dayMs = 86_400_000
const house = await openHouse()

test('[F39 part] a kind of visit, a closed day and a day off are set on their pages, a day that cannot stand says why, and a doctor sees when the clinic is closed', async () => {
  const date = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)
  const admin = await signInAt(house, house.account('admin'))
  await admin.page.goto(`${house.url}/admin/visit-types`)
  await admin.page.getByRole('button', { name: 'Add a kind of visit' }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('First consultation')
  await dialog.getByLabel('Minutes kept free after').fill('15')
  await mustBeAccessible(admin.page, 'a kind of visit')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await admin.page.getByText('30 minutes · At the clinic · 15 minutes free after').waitFor()
  await admin.page.getByRole('button', { name: /^Change.*First consultation/ }).click()
  await dialog.getByRole('switch', { name: 'Can be booked' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await admin.page.getByText('Not offered').waitFor()
  await admin.page.getByRole('button', { name: 'Close some days' }).click()
  await dialog.getByLabel('Why').fill('Founders’ Day')
  await dialog.getByLabel('First day').fill(date(40))
  await dialog.getByLabel('Last day').fill(date(41))
  await dialog.getByRole('button', { name: 'Close the clinic' }).click()
  await admin.page.getByRole('button', { name: /^Open again.*Founders/ }).waitFor()
  expect(admin.complaints).toEqual([])
  await admin.context.close()

  const doctor = await signInAt(house, house.account('doctor'))
  await doctor.page.goto(`${house.url}/availability`)
  await doctor.page.getByText('Founders’ Day').waitFor()
  await doctor.page.getByRole('button', { name: 'Add a day' }).click()
  const day = doctor.page.getByRole('group', { name: 'Day that differs 1' })
  await day.getByLabel('Date').fill('2020-01-01')
  await doctor.page.getByRole('button', { name: 'Save hours' }).click()
  await day.getByText('This day is over.').waitFor()
  expect(doctor.complaints.splice(0)).toEqual([expect.stringContaining('status of 400')]) // the refusal that was asked for
  await day.getByLabel('Date').fill(date(30))
  await doctor.page.getByRole('button', { name: 'Save hours' }).click()
  await doctor.page.getByText('Your hours are saved.').first().waitFor()
  await doctor.page.reload()
  expect(await day.getByLabel('Date').inputValue()).toBe(date(30))
  expect(await day.getByLabel('The whole day').isChecked()).toBe(true)
  await mustBeAccessible(doctor.page, 'hours')
  expect(doctor.complaints).toEqual([])
  await doctor.context.close()
})
