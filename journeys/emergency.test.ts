// An emergency, in a browser: a doctor opens a chart that is not in their care, works under a frame that says so, ends it; an administrator hears of it
// and judges it; the patient sees it. On a desk in English, on a phone in Hebrew and in the dark.
import { createClient } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { openHouse, type Visitor } from './clinic-process.ts'
import { mustBeAccessible, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('a refused chart is opened in an emergency with a reason, under a frame that counts down, until it is ended; it is an alert with a bell, a review that is judged, and a line that the patient sees', async () => {
  const patientId = await leaveCare()
  const admin = await signInAt(house, house.account('admin'))
  await admin.page.getByRole('button', { name: 'No open alerts' }).click()
  await admin.page.getByText('No open alerts').first().waitFor()
  await mustBeAccessible(admin.page, 'no alerts')
  await admin.page.goto(`${house.url}/admin/reviews`)
  await admin.page.getByText('Nothing waits for a review').waitFor()
  await mustBeAccessible(admin.page, 'no reviews')

  const doctor = await signInAt(house, house.account('doctor'))
  const { page } = doctor
  await page.goto(`${house.url}/patients/${patientId}`)
  await page.getByText('No chart is open to you here').waitFor()
  await mustBeAccessible(page, 'refused chart')
  await page.getByRole('button', { name: 'Open in an emergency' }).click()
  await page.getByText('The administrators are told at once.').waitFor()
  await mustBeAccessible(page, 'emergency dialog')
  await page.getByRole('button', { name: 'Open the chart' }).click()
  await page.getByText('Say it in at least 10 characters.').waitFor()
  await page.getByLabel('Your reason').fill('Found unconscious in the hall')
  await page.getByRole('button', { name: 'Open the chart' }).click()
  const banner = page.getByRole('region', { name: 'Emergency access' })
  await banner.getByText('Emergency access to').waitFor()
  expect(await banner.getByRole('timer').textContent()).toMatch(/\b(60:00|59:\d\d)/)
  await page
    .getByRole('button', { name: 'Write a record' })
    .or(page.getByRole('link', { name: 'Write a record' }))
    .waitFor()
  await mustBeAccessible(page, 'open in an emergency')

  await judge(admin)
  await banner.getByRole('button', { name: 'End now' }).click()
  await page.getByText('No chart is open to you here').waitFor()
  await expect.poll(() => page.getByRole('timer').count()).toBe(0)
  expect(doctor.complaints.filter((complaint) => !/status of 404/.test(complaint))).toEqual([])
  expect(admin.complaints).toEqual([])

  const patient = await signInAt(house, house.account('patient'))
  await patient.page.getByRole('link', { name: 'Who looked' }).first().click()
  await patient.page.getByText('Opened the chart in an emergency').waitFor()
  await patient.page.getByText('emergency access').first().waitFor()
})

test('on a phone, in Hebrew and in the dark, the alerts, the reviews and the dialog fit and hold for axe', async () => {
  const phone = { width: 390, height: 844, language: 'he', dark: true } as const
  const admin = await signInAt(house, house.account('admin'), phone)
  for (const [path, heading] of [
    ['/admin/alerts', 'התראות'],
    ['/admin/reviews', 'בדיקות'],
  ]) {
    await admin.page.goto(`${house.url}${path}`)
    await admin.page.getByRole('heading', { name: heading ?? '', level: 1 }).waitFor()
    await mustBeAccessible(admin.page, path ?? '')
    await mustFit(admin.page)
  }
  const doctor = await signInAt(house, house.account('doctor'), phone)
  await doctor.page.goto(`${house.url}/patients`)
  await doctor.page.getByRole('search').getByRole('textbox').fill('xyz')
  await doctor.page.getByRole('button', { name: 'פתיחה בחירום' }).click()
  await doctor.page.getByRole('dialog').getByText('שם ותאריך לידה').click()
  await doctor.page.getByLabel('שם מלא').fill('Nobody Here')
  await doctor.page.getByLabel('תאריך לידה', { exact: true }).fill('1990-01-01')
  await doctor.page.getByLabel('הסיבה').fill('מטופל ללא הכרה במסדרון')
  await mustBeAccessible(doctor.page, 'dialog on a phone')
  await doctor.page.getByRole('button', { name: 'פתיחת התיק' }).click()
  await doctor.page.getByText('אין כאן מטופל שמתאים בדיוק').waitFor()
  await mustFit(doctor.page)
})

/** The administrator hears of it, and judges it. */
async function judge({ page }: Visitor): Promise<void> {
  await page.goto(`${house.url}/admin`)
  await page.getByRole('button', { name: '1 open alert' }).click()
  await page.getByText('A chart was opened in an emergency', { exact: true }).waitFor()
  await mustBeAccessible(page, 'alerts')
  await page.getByRole('button', { name: /^Take up/ }).click()
  await page.getByText('No open alerts').first().waitFor()
  await page.goto(`${house.url}/admin/reviews`)
  await page.getByText('Found unconscious in the hall').waitFor()
  await mustBeAccessible(page, 'reviews')
  await page.getByRole('button', { name: /^Judge/ }).click()
  await page.getByLabel('How you came to it').fill('The ambulance report says so')
  await page.getByRole('button', { name: 'Close the review' }).click()
  await page.getByText('Please fill this in.').or(page.getByText('not offered')).first().waitFor()
  await page.getByLabel('Justified', { exact: true }).check()
  await mustBeAccessible(page, 'judging')
  await page.getByRole('button', { name: 'Close the review' }).click()
  await page.getByText('Nothing waits for a review').waitFor()
}

/** Every visit of the demo's patient with the demo's doctor is cancelled, so that the chart is out of that doctor's care; gives the patient. */
async function leaveCare(): Promise<string> {
  const [doctor, patient] = [await clientOf('doctor'), await clientOf('patient')]
  const { patientId = '' } = await patient.me()
  const { items } = await doctor.listAppointments({ query: { limit: 100 } })
  for (const visit of items.filter(({ patient: { id }, status }) => id === patientId && status === 'booked'))
    await doctor.cancelAppointment({ params: { id: visit.id }, body: { reason: 'other' } })
  return patientId
}

async function clientOf(role: string) {
  const { login, password } = house.account(role)
  let token: string | undefined
  const client = createClient({ baseUrl: house.url, credentials: { kind: 'bearer', token: () => token } })
  const grant = await client.login({ body: { login, password } })
  token = 'accessToken' in grant ? grant.accessToken : undefined
  return client
}
