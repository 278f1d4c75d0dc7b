// Locked out, factors lost, an account that ends: an administrator helps on the page of people, and a patient closes their own account.
import { createClient } from '@wardkeep/client'
import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { type Account, openHouse } from './clinic-process.ts'
import { look, mustBeAccessible, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('a patient on a phone, in Hebrew and in the dark, closes the account by typing its address, and cannot come back to it', async () => {
  const account = house.account('patient')
  const patient = await signInAt(house, account, { width: 390, height: 844, language: 'he', dark: true })
  const { page } = patient
  await page.goto(`${house.url}/profile`)
  await page.getByRole('link', { name: 'סגירת החשבון שלי' }).click()
  await page.getByRole('heading', { name: 'סגירת החשבון שלי', level: 1 }).waitFor()
  await mustBeAccessible(page, 'close own')
  await mustFit(patient.page)
  await page.getByRole('button', { name: 'סגירת החשבון שלי' }).click()
  await page.getByLabel('לאישור, יש להקליד').fill(account.login)
  await page.getByRole('button', { name: 'סגירת החשבון שלי' }).click()
  await page.getByRole('heading', { name: 'החשבון שלך נסגר' }).waitFor()
  await mustBeAccessible(page, 'closed')
  await mustFit(patient.page)
  await page.goto(`${house.url}/profile`)
  await page.waitForURL((url) => url.pathname === '/sign-in')
})

// Last, since its guesses lock this address for browsers that are not known.
test('an administrator sees who is locked out and lets them in, asks for a reset of a lost second step that another one does, and closes an account whose address is typed', async () => {
  const admin = await signInAt(house, house.account('admin'))
  const { page } = admin
  const reception = house.account('reception')
  await enrol(reception)
  await promote(house.account('auditor'))
  const other = await signInAt(house, house.account('auditor'), { language: 'he' })
  for (let n = 0; n < 5; n += 1) await login({ ...reception, password: `Wrong-Horse-${n}-Battery` })
  await page.getByRole('link', { name: 'People' }).first().click()
  await page.getByText('Locked out until').waitFor()
  await mustBeAccessible(page, 'locked out')
  await page.getByRole('button', { name: /Unlock.*Rivka Reception/ }).click()
  await page.getByText('Rivka Reception can sign in again.').waitFor()
  await page.getByText('Locked out until').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: /More.*Rivka Reception/ }).click()
  await page.getByRole('menuitem', { name: 'Ask for a reset' }).waitFor()
  expect(await page.getByRole('menuitem', { name: 'Reset second step' }).count()).toBe(0)
  await page.getByRole('menuitem', { name: 'Ask for a reset' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('The phone or key was replaced').check()
  await dialog.getByLabel('Them in person').check()
  await look(admin, 'reset-ask')
  await dialog.getByRole('button', { name: 'Ask for a reset' }).click()
  await page.getByText('waits for another administrator').waitFor()

  await other.page.goto(`${house.url}/admin/people`)
  await other.page.getByText('התבקש איפוס של האימות הנוסף').waitFor()
  await look(other, 'reset-waits-hebrew')
  await other.page
    .getByRole('button', { name: /Rivka Reception/ })
    .last()
    .click()
  await other.page.getByRole('menuitem', { name: 'איפוס האימות הנוסף', exact: true }).click()
  await look(other, 'reset-confirm-hebrew')
  await other.page.getByRole('dialog').getByRole('button', { name: 'איפוס האימות הנוסף' }).click()
  await other.page.getByText('היא כעת בלי אימות נוסף').waitFor()

  await page.reload()
  await page.getByRole('button', { name: /More.*Rivka Reception/ }).click()
  await page.getByRole('menuitem', { name: 'Close account' }).waitFor()
  expect(await page.getByRole('menuitem', { name: /reset/i }).count()).toBe(0)
  await page.getByRole('menuitem', { name: 'Close account' }).click()
  await dialog.getByLabel('Type the e-mail address').fill('somebody@else.example')
  await dialog.getByRole('button', { name: 'Close account' }).click()
  await dialog.getByText('This is not the address of the account.').waitFor()
  await mustBeAccessible(page, 'close')
  await dialog.getByLabel('Type the e-mail address').fill(reception.login)
  await dialog.getByRole('button', { name: 'Close account' }).click()
  await page.getByText('The account of Rivka Reception is closed.').waitFor()
  await page.getByRole('button', { name: /More.*Rivka Reception/ }).waitFor({ state: 'detached' })
  expect(admin.complaints.filter((complaint) => !/status of 400/.test(complaint))).toEqual([])
})

function login({ login: name, password }: Pick<Account, 'login' | 'password'>): Promise<Response> {
  const body = JSON.stringify({ login: name, password })
  return fetch(`${house.url}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

/** Makes somebody an administrator too. */
async function promote({ login: name }: Account): Promise<void> {
  let token = ''
  const client = createClient({ baseUrl: house.url, credentials: { kind: 'bearer', token: () => token } })
  const { login: own, password } = house.account('admin')
  const grant = await client.login({ body: { login: own, password } })
  token = 'accessToken' in grant ? grant.accessToken : ''
  const { items } = await client.listUsers({ query: { role: 'auditor' } })
  await client.changeRole({ params: { id: items.find(({ email }) => email === name)?.id ?? '' }, body: { role: 'admin' } })
}

/** Sets an authenticator up, as its owner would. */
async function enrol({ login: name, password }: Account): Promise<void> {
  let token = ''
  const client = createClient({ baseUrl: house.url, credentials: { kind: 'bearer', token: () => token } })
  const grant = await client.login({ body: { login: name, password } })
  token = 'accessToken' in grant ? grant.accessToken : ''
  const { secret } = await client.beginTotp()
  await client.confirmTotp({ body: { code: TOTP.generate({ secret: Secret.fromBase32(secret) }) } })
}
