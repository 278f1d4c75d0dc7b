// A patient lets somebody act for them, in a browser: an invitation, a new account, the chart, and the end of it.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, signInAt } from './visitors.ts'

const password = 'Velvet-Tundra-4-Kayak'
const house = await openHouse()

test('a patient invites a carer, on a phone in Hebrew and in the dark; the carer opens an account by the mailed link, sees the chart, and the patient ends it', async () => {
  const patient = await signInAt(house, house.account('patient'), { width: 390, height: 844, language: 'he', dark: true })
  await patient.page.goto(`${house.url}/family`)
  await patient.page.getByRole('button', { name: 'הזמנת אדם' }).click()
  const dialog = patient.page.getByRole('dialog')
  await dialog.getByLabel('כתובת הדוא״ל של מי שמוזמן').fill('carer@journey.example')
  await mustBeAccessible(patient.page, 'invite')
  await dialog.getByRole('button', { name: 'שליחת ההזמנה' }).click()
  await patient.page.getByText('carer@journey.example', { exact: true }).waitFor()
  await mustBeAccessible(patient.page, 'invited')

  const admin = await signInAt(house, house.account('admin'))
  await admin.page.goto(`${house.url}/mailbox`)
  await admin.page.getByText('carer@journey.example').first().waitFor()
  const link = (await admin.page.getByRole('link', { name: 'Open the link' }).first().getAttribute('href')) ?? ''
  expect(link).toMatch(/^\/acting#token=/)

  const { page } = await house.enter({ width: 390, height: 844, dark: true })
  await page.goto(`${house.url}${link}`)
  await page.getByRole('heading', { name: 'Act for somebody' }).waitFor()
  await mustBeAccessible(page, 'acting')
  expect(new URL(page.url()).hash).toBe('')
  await page.getByRole('button', { name: 'I have no account yet' }).click()
  await page.getByLabel('Full name').fill('Noa Carer')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await mustBeAccessible(page, 'joining')
  await page.getByRole('button', { name: 'Open my account and accept' }).click()
  await page.getByText('Your account is ready').waitFor()

  const carer = await signInAt(house, { ...house.account('patient'), login: 'carer@journey.example', password })
  await carer.page.goto(`${house.url}/family`)
  await carer.page.getByRole('link', { name: /^Open chart/ }).click()
  await carer.page.getByText(/^You act for/).waitFor()

  await patient.page.reload()
  await patient.page.getByRole('button', { name: /סיום.*Noa Carer/ }).click()
  await patient.page.getByRole('dialog').getByRole('button', { name: 'סיום' }).click()
  await patient.page.getByText('אף אחד אינו פועל בשמך').waitFor()
  await carer.page.goto(`${house.url}/family`)
  await carer.page.getByText('You act for nobody else').waitFor()
  expect([...patient.complaints, ...admin.complaints]).toEqual([])
})
