// The second step of signing in, in a browser: set up by who wants it, asked of who must have it, and the way back when the phone is lost.
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { joinEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { openHouse } from './clinic-process.ts'
import { look, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('a patient sets an authenticator up, keeps the recovery codes, and gets in by one of them when the phone is lost', async () => {
  const account = house.account('patient')
  const visitor = await signInAt(house, account)
  const { page } = visitor
  await page.goto(`${house.url}/security`)
  await page.getByText('Not set up.').waitFor()
  await look(visitor, 'security')
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
  const code = page.getByLabel('Six-digit code')
  await code.fill('000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('This is not the code that the app shows now.').waitFor()
  await look(visitor, 'authenticator')
  const secret = await secretOn(page)
  await code.fill(codeOf(secret))
  await page.getByRole('button', { name: 'Confirm' }).click()
  const sheet = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await sheet.first().waitFor()
  const codes = await sheet.allTextContents()
  expect(codes).toHaveLength(10)
  await look(visitor, 'recovery-codes')
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('h1').isVisible()).resolves.toBe(false)
  await expect(sheet.first().isVisible()).resolves.toBe(true)
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 codes left').waitFor()
  expect(await page.getByText(codes[0] ?? '').count()).toBe(0)

  const later = await house.enter()
  await later.page.goto(house.url)
  await later.page.getByLabel('E-mail or username').fill(account.login)
  await later.page.getByLabel('Password', { exact: true }).fill(account.password)
  await later.page.getByRole('button', { name: 'Sign in' }).click()
  await later.page.getByLabel('Six-digit code').waitFor()
  await look(later, 'second-step')
  await later.page.getByRole('button', { name: 'Use a recovery code' }).click()
  await later.page.getByLabel('Recovery code').fill((codes[0] ?? '').toLowerCase())
  await look(later, 'second-step-recovery')
  await later.page.getByRole('button', { name: 'Continue' }).click()
  await later.page.waitForURL((url) => url.pathname === '/today')
  await later.page.goto(`${house.url}/security`)
  await later.page.getByText('9 codes left').waitFor()
  await later.page.getByRole('button', { name: 'Remove' }).click()
  await later.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await later.page.getByText('The authenticator app is removed.').first().waitFor()
  await signInAt(house, account)
  expect([...visitor.complaints, ...later.complaints]).toEqual([])
})

test('on a phone, in Hebrew and in the dark, a receptionist whose clinic begins to ask for a second step sets it up and goes on to where she was going', async () => {
  const visitor = await signInAt(house, house.account('reception'), { width: 390, height: 844, language: 'he', dark: true })
  const { page } = visitor
  await askOfStaff('harbour')
  await page.goto(`${house.url}/patients`)
  await page.waitForURL((url) => url.pathname === '/enrol')
  await page.getByRole('heading', { name: 'עוד צעד אחד שמגן על המטופלים שלך' }).waitFor()
  await mustFit(visitor.page)
  await look(visitor, 'enrol-he')
  await page.getByRole('button', { name: 'הצגת קוד QR' }).click()
  await page.getByRole('img', { name: 'קוד QR ליישומון האימות' }).waitFor()
  await mustFit(visitor.page)
  await look(visitor, 'enrol-code-he')
  await page.getByLabel('קוד בן שש ספרות').fill(codeOf(await secretOn(page)))
  await page.getByRole('button', { name: 'אישור', exact: true }).click()
  await page.getByRole('button', { name: 'שמרתי אותם' }).waitFor()
  await mustFit(visitor.page)
  await look(visitor, 'recovery-codes-he')
  await page.getByRole('button', { name: 'שמרתי אותם' }).click()
  await page.waitForURL((url) => url.pathname === '/patients')
  await page.goto(`${house.url}/security`)
  await page.getByText('הארגון שלך דורש אותו.').waitFor()
  expect(await page.getByRole('button', { name: 'הסרה' }).count()).toBe(0)
  await mustFit(visitor.page)
  await look(visitor, 'security-he')
  expect(visitor.complaints.filter((complaint) => !/status of 403/.test(complaint))).toEqual([])
})

async function secretOn(page: Page): Promise<string> {
  const shown = (await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? ''
  return shown.replaceAll(' ', '')
}

function codeOf(secret: string): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret) })
}

/** As an operator sets it, in the database. */
async function askOfStaff(slug: string): Promise<void> {
  const postgres = await joinEmbeddedPostgres(join(house.data, 'postgres'))
  if (postgres === null) throw new Error('the database does not run')
  const client = new pg.Client(postgres.options('postgres', 'wardkeep'))
  await client.connect()
  await client.query('update organisations set staff_second_factor = true where slug = $1', [slug])
  await client.end()
}
