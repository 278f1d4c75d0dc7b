// One visit lived end to end, by everybody it concerns, in a real browser: booked, written, signed, read under its seal, and found in the journal.
import { expect, test } from 'vitest'
import { type Account, type Entrance, openHouse, type Visitor } from './clinic-process.ts'
import { look, mustBeAccessible, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('a patient books, the doctor writes and signs, the patient reads it under a verified seal and sees who looked, the admin finds every act in the journal', async () => {
  const patient = await signIn(house.account('patient'))
  await patient.page.getByRole('link', { name: 'Book a visit' }).click()
  await look(patient, 'find-doctor')
  await patient.page
    .getByRole('link', { name: /^Book with / })
    .first()
    .click()
  await patient.page.getByRole('heading', { name: 'Book a visit' }).waitFor()
  await patient.page.getByRole('group', { name: 'Time' }).getByRole('button').first().click()
  await patient.page.getByLabel('Reason for the visit').fill('A cough that does not go away <b>since Tuesday</b>')
  await look(patient, 'book')
  await patient.page.getByRole('button', { name: 'Book this visit' }).click()
  await patient.page.getByRole('heading', { name: 'Your visit is booked' }).waitFor()
  await patient.page.getByRole('link', { name: 'See my visits' }).click()
  await patient.page.getByText('A cough that does not go away <b>since Tuesday</b>').first().waitFor()
  await patient.page.goto(`${house.url}/today`)
  await patient.page.getByRole('heading', { name: 'Your next visit' }).waitFor()
  await look(patient, 'patient-today')

  const doctor = await signIn(house.account('doctor'))
  await doctor.page.getByText('A cough that does not go away <b>since Tuesday</b>').waitFor()
  await look(doctor, 'doctor-day')
  const visit = doctor.page.getByRole('listitem').filter({ hasText: 'A cough that does not go away' })
  await visit.getByRole('link', { name: /^Write record for the visit of / }).click()
  await doctor.page.getByLabel('Title').fill('Persistent cough')
  await doctor.page.getByLabel('Heading').fill('Findings')
  await doctor.page.getByRole('textbox', { name: 'Text', exact: true }).fill('Lungs clear, temp < 37.5 °C & BP <130/85>.\nשיעול יבש.')
  await doctor.page.getByText(/^Draft saved/).waitFor()
  await look(doctor, 'write-record')
  await doctor.page.getByRole('button', { name: 'Sign record' }).click()
  await doctor.page.getByRole('button', { name: 'Sign now' }).click()
  await doctor.page.getByRole('button', { name: /verified/i }).waitFor()

  await patient.page.goto(`${house.url}/records`)
  await patient.page.getByRole('link', { name: 'Persistent cough' }).click()
  await patient.page.getByText('Lungs clear, temp < 37.5 °C & BP <130/85>.').waitFor()
  await patient.page.getByRole('button', { name: /verified/i }).waitFor()
  await look(patient, 'record-seal')
  await patient.page.getByRole('button', { name: /verified/i }).click()
  await patient.page.getByText('Signature (detached JWS)').waitFor()
  await patient.page.keyboard.press('Escape')
  await patient.page.goto(`${house.url}/who-looked`)
  await patient.page.getByText('Signed a record').first().waitFor()
  await expect.poll(() => patient.page.getByText('treats you').count()).toBeGreaterThan(0)
  await look(patient, 'who-looked')

  const admin = await signIn(house.account('admin'))
  await admin.page.goto(`${house.url}/admin/logs`)
  for (const what of ['Booked a visit', 'Wrote a draft', 'Signed a record', 'Read a record', 'Checked a signature', 'Read who looked']) {
    await admin.page.getByRole('combobox', { name: 'What' }).fill(what)
    await admin.page.getByRole('option', { name: what, exact: true }).click()
    await admin.page
      .getByRole('button', { name: `Open details: ${what}` })
      .first()
      .waitFor()
    await admin.page.getByRole('button', { name: 'Remove all filters' }).click()
  }
  await look(admin, 'admin-logs')

  for (const visitor of [patient, doctor, admin]) expect(visitor.complaints).toEqual([])
  await patient.context.close()
  await doctor.context.close()
  await admin.context.close()
})

test('the same pages in Hebrew, from right to left, on a phone and in the dark, without a finding of axe', async () => {
  const patient = await signIn(house.account('patient'), { width: 390, height: 844, language: 'he', dark: true })
  expect(await patient.page.locator('html').getAttribute('dir')).toBe('rtl')
  for (const path of [
    '/today',
    '/doctors',
    '/visits',
    '/records',
    '/details',
    '/who-looked',
    '/profile',
    '/security',
    '/security/password',
  ]) {
    await patient.page.goto(house.url + path)
    await patient.page.locator('h1').waitFor()
    await mustBeAccessible(patient.page, path)
    await mustFit(patient.page, path)
  }
  await patient.page.goto(`${house.url}/doctors`)
  await look(patient, 'phone-hebrew')
  expect(patient.complaints).toEqual([])
  await patient.context.close()
})

test('reception finds a patient by the first letters of the family name, and the address bar never shows them', async () => {
  const desk = await signIn(house.account('reception'))
  await desk.page.goto(`${house.url}/patients`)
  const rows = desk.page.getByRole('main').getByRole('listitem')
  const names = rows.locator('bdi')
  await names.first().waitFor()
  const [wanted = ''] = (await names.allTextContents()).slice(-1)
  const letters = (wanted.split(/\s+/).at(-1) ?? '').slice(0, 3).toLowerCase()
  const field = desk.page.getByRole('search').getByRole('textbox')
  await field.fill(letters)
  await rows
    .filter({ hasNotText: new RegExp(letters, 'i') })
    .first()
    .waitFor({ state: 'detached' })
  // Between the two lists there is a moment without any.
  await names.filter({ hasText: wanted }).first().waitFor()
  expect(decodeURIComponent(desk.page.url())).toBe(`${house.url}/patients`)
  await look(desk, 'find-patient')
  await field.fill('qqqq')
  await desk.page.getByText('Nobody found').waitFor()
  await mustBeAccessible(desk.page, 'nobody found')
  expect(desk.complaints).toEqual([])
  await desk.context.close()
})

test('after signing out the back button shows nothing, and nothing is left in the browser’s storage', async () => {
  const patient = await signIn(house.account('patient'))
  await patient.page.goto(`${house.url}/records`)
  await patient.page.locator('h1').waitFor()
  const kept = await patient.page.evaluate('localStorage.length + sessionStorage.length')
  expect(kept).toBe(0)
  await patient.page.getByRole('button', { name: /Account/ }).click()
  await patient.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await patient.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await patient.page.goBack()
  await patient.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await patient.page.getByText('My records').count()).toBe(0)
  await patient.context.close()
})

test('a doctor changes the weekly hours, and every staff page is accessible on a desk', async () => {
  const doctor = await signIn(house.account('doctor'))
  await doctor.page.goto(`${house.url}/availability`)
  await doctor.page.getByRole('button', { name: 'Add hours' }).click()
  const added = doctor.page.getByRole('group', { name: /^Day \d+$/ }).last()
  await added.getByLabel('From', { exact: true }).fill('18:00')
  await added.getByLabel('To', { exact: true }).fill('17:00')
  await doctor.page.getByRole('button', { name: 'Save hours' }).click()
  await added.getByRole('alert').waitFor()
  expect(doctor.complaints.splice(0)).toEqual([expect.stringContaining('status of 400')]) // the refusal that was asked for
  await added.getByLabel('To', { exact: true }).fill('20:00')
  await doctor.page.getByRole('button', { name: 'Save hours' }).click()
  await doctor.page.getByText('Your hours are saved.').first().waitFor()
  await staffPages(doctor, ['/day', '/availability', '/patients'])
  await staffPages(await signIn(house.account('reception')), ['/board', '/board/book', '/patients'])
  await staffPages(await signIn(house.account('auditor')), ['/admin/logs'])
  await staffPages(await signIn(house.account('admin')), ['/admin', '/admin/logs', '/patients', '/board'])
})

async function staffPages(visitor: Visitor, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await visitor.page.goto(house.url + path)
    await visitor.page.locator('h1').waitFor()
    await mustBeAccessible(visitor.page, path)
  }
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
}

function signIn(account: Account, entrance: Entrance = {}): Promise<Visitor> {
  return signInAt(house, account, entrance)
}
