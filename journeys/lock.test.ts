// The screen is covered when nobody is there: nothing of the page is left in the document, one field opens it, and one goes on where one was.
import { join } from 'node:path'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { joinEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { type House, openHouse } from './clinic-process.ts'
import { settled } from './settling.ts'
import { look, mustBeAccessible, signInAt } from './visitors.ts'

const minute = 60_000
const house = await openHouse()

test('who went away for sixteen minutes finds the page covered in every tab, opens it by the password, and what was typed is still there', async () => {
  const account = house.account('patient')
  await sql(house, `update organisations set patient_idle_seconds = 900`)
  const visitor = await signInAt(house, account)
  await visitor.context.clock.install()
  const { page } = visitor
  await page.goto(`${house.url}/profile`)
  await page.locator('h1').waitFor()
  const second = await visitor.context.newPage()
  await second.goto(`${house.url}/security`)
  await second.locator('h1').waitFor()
  await page.bringToFront()
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Typed and not yet saved')
  await settled(page)
  const whole = await page.locator('body').innerText()
  const kept = ['Typed and not yet saved', 'Harbour Clinic', 'Profile']
  const shown = visible(await page.content())
  for (const there of kept) expect(shown).toContain(there)

  await visitor.context.clock.fastForward(14 * minute)
  await page.getByText('Your session is locked').waitFor({ state: 'hidden' })
  await visitor.context.clock.fastForward(2 * minute)
  for (const tab of [page, second]) await tab.getByRole('heading', { name: 'Your session is locked' }).waitFor()
  const left = await page.content()
  for (const gone of kept) expect(visible(left)).not.toContain(gone)
  expect(await page.locator('nav, table, [role="dialog"]').count()).toBe(0)
  await look(visitor, 'locked')
  await page.locator('input[type="password"]').fill('not the password')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await page.getByText('That does not match').waitFor()
  await page.locator('input[type="password"]').fill(account.password)
  await page.getByRole('button', { name: 'Unlock' }).click()

  await page.getByRole('heading', { name: 'Your session is locked' }).waitFor({ state: 'detached' })
  expect(await name.inputValue()).toBe('Typed and not yet saved')
  await expect.poll(() => page.locator('body').innerText()).toBe(whole)
  await second.getByRole('heading', { name: 'Your session is locked' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('Your name is saved.').waitFor()
  await mustBeAccessible(page, 'after unlocking')
})

test('a session that the clinic has locked covers the page at the next call, in Hebrew on a phone too, and whoever it does not belong to signs out without seeing it', async () => {
  await sql(house, `update users set language = 'he' where role = 'doctor'`)
  const visitor = await signInAt(house, house.account('doctor'), { width: 390, height: 800, language: 'he', dark: true })
  const { page } = visitor
  await sql(
    house,
    `update sessions set proven_at = proven_at - interval '13 hours', second_proven_at = second_proven_at - interval '13 hours'`,
  )
  await page.goto(`${house.url}/security`)
  await page.getByRole('heading', { name: 'החיבור ננעל' }).waitFor()
  await look(visitor, 'locked-phone')
  const shown = watchFor(page, 'main h1')
  await page.getByRole('button', { name: 'זה לא החשבון שלך? יציאה' }).click()
  await page.waitForURL('**/sign-in')
  expect(await shown).not.toContain('אבטחה')
  await page.goBack().catch(() => null)
  await page.waitForURL('**/sign-in')
})

test('an administrator sees where somebody is signed in and ends it, and their page leads to the sign-in at once', async () => {
  const patient = await signInAt(house, house.account('patient'))
  const { page } = await signInAt(house, house.account('admin'))
  await page.goto(`${house.url}/admin/people`)
  const name = await displayName(patient.page)
  await page.getByRole('button', { name: new RegExp(`More.*${name}`) }).click()
  await page.getByRole('menuitem', { name: 'Sessions' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Chrome on Linux').first().waitFor()
  await mustBeAccessible(page, 'sessions')
  await dialog.getByRole('button', { name: 'End all sessions' }).click()
  await dialog.getByText('Not signed in').waitFor()
  await patient.page.goto(`${house.url}/security`)
  await patient.page.waitForURL('**/sign-in')
})

/** What of the page's source could be read or searched, its scripts and styles apart. */
function visible(html: string): string {
  return html.replaceAll(/<head>[\s\S]*<\/head>|<(script|style)[\s\S]*?<\/\1>/g, '')
}

/** The texts that an element had while the page went away. */
async function watchFor(page: Page, selector: string): Promise<string[]> {
  const texts: string[] = []
  for (let turn = 0; turn < 10; turn += 1)
    texts.push(
      ...(await page
        .locator(selector)
        .allInnerTexts()
        .catch(() => [])),
    )
  return texts
}

async function displayName(page: Page): Promise<string> {
  const answer = await page.request.get(`${house.url}/api/auth/me`)
  const body: unknown = await answer.json()
  return body !== null && typeof body === 'object' && 'displayName' in body ? String(body.displayName) : ''
}

async function sql({ data }: House, text: string): Promise<void> {
  const postgres = await joinEmbeddedPostgres(join(data, 'postgres'))
  if (postgres === null) throw new Error('the database does not run')
  const client = new pg.Client(postgres.options('postgres', 'wardkeep'))
  await client.connect()
  await client.query(text)
  await client.end()
}
