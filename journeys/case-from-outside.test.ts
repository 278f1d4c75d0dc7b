// A question that no patient of the clinic asks: of a vendor's system through its key, and of nobody in particular, from submission to answer.
import { expect, test } from 'vitest'
import { openHouse, type Visitor } from './clinic-process.ts'
import { look, mustBeAccessible, signInAt } from './visitors.ts'

const house = await openHouse({ ANONYMOUS_CASES: 'true' })
const doctor = await signInAt(house, house.account('doctor'))

test('a vendor’s system asks through the key that an administrator made for it, a doctor answers, and the system reads the answer, asks on and closes', async () => {
  const ask = byKey(await newKey(['Submit cases', 'Read its own cases', 'Ask on about its own cases', 'Close its own cases']))
  const question = { title: 'A rash from a patch', text: 'It itches.', language: 'en', urgency: 'soon', consent: true }
  const asked = { ...question, vendorId: 'acme-health', externalReference: 'T-1001' }
  const made = await ask('POST', '/api/cases', asked)
  expect(made).toMatchObject({ status: 201, body: { state: 'queued', vendorId: 'acme-health', externalReference: 'T-1001' } })
  expect((await ask('POST', '/api/cases', asked)).body.id).toBe(made.body.id)
  expect((await ask('GET', '/api/cases')).status).toBe(403)

  const { page } = doctor
  await answer('A rash from a patch', 'Take it off, and cool the skin.', async () => {
    await page.getByText('acme-health').waitFor()
    await page.getByText('T-1001').waitFor()
    expect(await page.getByRole('link', { name: 'Open the chart' }).count()).toBe(0)
    await look(doctor, 'vendor-question')
  })

  const path = `/api/cases/${made.body.id}`
  const { body: answered } = await ask('GET', path)
  expect(answered).toMatchObject({
    state: 'answered',
    thread: [{ from: 'doctor', answer: true, text: 'Take it off, and cool the skin.' }],
  })
  expect(await ask('POST', `${path}/reopening`, { text: 'For how long?' })).toMatchObject({ status: 201, body: { state: 'queued' } })
  await answer('A rash from a patch', 'For two days.')
  expect(await ask('POST', `${path}/closing`, {})).toMatchObject({ status: 201, body: { state: 'closed' } })
})

test('nobody in particular asks on a phone in Hebrew, keeps the receipt that is shown once, talks with the doctor by it, and makes the question their own as a patient', async () => {
  const phone = { width: 390, height: 844, language: 'he', dark: true } as const
  const nobody = await house.enter(phone)
  const { page } = nobody
  await page.goto(`${house.url}/ask`)
  await page.getByRole('heading', { name: 'שאלה בלי חשבון', level: 1 }).waitFor()
  await mustStand(nobody, 'ask')
  await page.locator('input[name="title"]').fill('עקצה אותי קרציה')
  await page.locator('textarea[name="text"]').fill('אתמול, ברגל.')
  await page.locator('select').first().selectOption('en')
  await page.getByRole('checkbox').check()
  await page.locator('button[type="submit"]').click()
  const receipt = (await page.locator('output').textContent()) ?? ''
  expect(receipt).toMatch(/^([0-9A-Z]{5}-){7}[0-9A-Z]{5}$/)
  await page.getByText('הקבלה מוצגת רק עכשיו').waitFor()
  await mustStand(nobody, 'receipt')
  await page.reload()
  await page.locator('input[name="title"]').waitFor()
  expect(await page.content()).not.toContain(receipt)

  await page.goto(`${house.url}/ask/receipt`)
  await open(nobody, receipt.toLowerCase())
  await page.getByText('ממתינה לרופא').first().waitFor()
  await page.locator('textarea[name="text"]').fill('יש אודם מסביב.')
  await page.getByRole('button', { name: 'שליחה' }).click()
  await page.getByRole('listitem').filter({ hasText: 'יש אודם מסביב.' }).waitFor()
  await mustStand(nobody, 'thread of a receipt')
  expect(page.url()).toBe(`${house.url}/ask/receipt`)

  await answer('עקצה אותי קרציה', 'Please see a doctor this week.', async () => {
    await doctor.page.getByText('Asked without an account').waitFor()
    await doctor.page.getByText('יש אודם מסביב.').waitFor()
    await look(doctor, 'anonymous-question')
  })
  await page.getByRole('button', { name: 'בדיקה חוזרת' }).click()
  await page.getByText('Please see a doctor this week.').waitFor()

  const patient = await signInAt(house, house.account('patient'), phone)
  await patient.page.goto(`${house.url}/cases/claim`)
  await patient.page.getByRole('heading', { name: 'צירוף לשאלות שלי', level: 1 }).waitFor()
  await mustStand(patient, 'claim')
  await open(patient, receipt)
  await patient.page.getByRole('heading', { name: 'עקצה אותי קרציה', level: 1 }).waitFor()
  await patient.page.getByText('Please see a doctor this week.').waitFor()
  await mustStand(patient, 'claimed')
  await page.getByRole('button', { name: 'בדיקה חוזרת' }).click()
  await page.getByText('הקבלה הזו אינה פותחת דבר').waitFor()
  expect(nobody.complaints.splice(0)).toEqual([expect.stringContaining('status of 404')]) // the refusal that was asked for
  for (const visitor of [nobody, patient, doctor]) expect(visitor.complaints).toEqual([])
})

/** Makes a key in the administrator's browser, and leaves it. */
async function newKey(scopes: readonly string[]): Promise<string> {
  const { page, context } = await signInAt(house, house.account('admin'))
  await page.goto(`${house.url}/admin/api-keys`)
  await page.getByRole('button', { name: 'Make a key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the service').fill('Acme Health')
  for (const scope of scopes) await dialog.getByLabel(scope).check()
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  const key = await dialog.getByLabel('The new key').inputValue()
  await context.close()
  return key
}

type Told = { status: number; body: { id?: string; [name: string]: unknown } }

function byKey(key: string): (method: 'GET' | 'POST', path: string, body?: object) => Promise<Told> {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) }
    const answered = await fetch(house.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return { status: answered.status, body: JSON.parse(await answered.text()) }
  }
}

/** The doctor accepts what waits and answers it. */
async function answer(title: string, text: string, before: () => Promise<void> = async () => {}): Promise<void> {
  const { page } = doctor
  await page.goto(`${house.url}/cases`)
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('button', { name: 'Accept' }).click()
  const send = page.getByRole('button', { name: 'Send as the answer' })
  await send.waitFor()
  await before()
  await page.getByLabel('Your text').fill(text)
  await send.click()
  await page.getByRole('listitem').filter({ hasText: text }).waitFor()
}

async function open({ page }: Visitor, receipt: string): Promise<void> {
  await page.locator('input[name="receipt"]').fill(receipt)
  await page.locator('button[type="submit"]').click()
}

/** Holds for axe, and nothing is wider than the page. */
async function mustStand({ page }: Visitor, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await mustBeAccessible(page, name)
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), name).toBeLessThanOrEqual(0)
}
