// A passkey in a real browser, whose authenticator is a virtual one: registered, renamed, used alone and as the second step.
import { expect, test } from 'vitest'
import { openHouse, type Visitor } from './clinic-process.ts'
import { look, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('[F16 part] a patient registers a passkey, signs in by it alone and as the second step, renames and removes it', async () => {
  const account = house.account('patient')
  const visitor = await signInAt(house, account)
  const { page } = visitor
  await giveAuthenticator(visitor)
  await page.goto(`${house.url}/security`)
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name of the passkey').fill('My phone')
  await look(visitor, 'passkey-add')
  await page.getByRole('button', { name: 'Create the passkey' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('My phone', { exact: true }).waitFor()
  await look(visitor, 'passkey-listed')
  await page.getByRole('button', { name: /^Rename/ }).click()
  await page.getByLabel('Name of the passkey').fill('Blue phone')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Blue phone', { exact: true }).waitFor()

  await signOut(visitor)
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await page.waitForURL((url) => url.pathname === '/today')
  await signOut(visitor)
  await page.getByLabel('E-mail or username').fill(account.login)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Use a passkey', exact: true }).waitFor()
  await look(visitor, 'passkey-second')
  await page.getByRole('button', { name: 'Use a passkey', exact: true }).click()
  await page.waitForURL((url) => url.pathname === '/today')

  await page.goto(`${house.url}/security`)
  await page.getByText('Last used on').waitFor()
  await page.getByRole('button', { name: /^Remove/ }).click()
  expect(await page.getByRole('dialog').getByLabel('Sign my other devices out').isChecked()).toBe(true)
  await look(visitor, 'passkey-remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('The passkey is removed.').first().waitFor()
  await signOut(visitor)
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await page.getByText('That does not match.').waitFor()
  await look(visitor, 'passkey-refused')
  expect(visitor.complaints).toEqual([])
})

test('on a phone, in Hebrew and in the dark, a passkey is added and used, and a device without one is told so', async () => {
  const visitor = await signInAt(house, house.account('doctor'), { width: 390, height: 844, language: 'he', dark: true })
  const { page } = visitor
  await giveAuthenticator(visitor)
  await page.goto(`${house.url}/security/passkey`)
  await page.getByRole('button', { name: 'יצירת מפתח גישה' }).click()
  await page.getByRole('button', { name: 'שמרתי אותם' }).click()
  await page.getByRole('button', { name: /^הסרה/ }).waitFor()
  await mustFit(visitor.page)
  await look(visitor, 'passkey-listed-he')
  const other = await house.enter({ width: 390, height: 844, language: 'he', dark: true })
  await giveAuthenticator(other)
  await other.page.goto(house.url)
  await other.page.getByRole('button', { name: 'שימוש במפתח גישה במקום סיסמה' }).click()
  await other.page.getByText('לא נעשה שימוש במפתח גישה.').waitFor()
  await mustFit(other.page)
  await look(other, 'sign-in-he')
  expect([...visitor.complaints, ...other.complaints]).toEqual([])
})

/** A device that holds passkeys and verifies its user by itself. */
async function giveAuthenticator({ page, context }: Visitor): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function signOut({ page, context }: Visitor): Promise<void> {
  await context.clearCookies({ name: '__Host-wardkeep' })
  await page.goto(`${house.url}/sign-in`)
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
}
