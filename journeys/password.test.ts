// A password is changed in a browser: its rules tick off while one types, the device stays signed in, and the other one is out.
import { expect, test } from 'vitest'
import { type Account, openHouse, type Visitor } from './clinic-process.ts'
import { mustBeAccessible } from './visitors.ts'

const house = await openHouse()

test('a patient changes the password, stays signed in here and is signed out elsewhere', async () => {
  const account = house.account('patient')
  const [here, there] = [await signIn(account), await signIn(account)]
  const { page } = here
  await page.goto(`${house.url}/security`)
  await page.getByRole('link', { name: 'Change password' }).click()
  await page.getByLabel('Current password').fill('not this one 7 At all')
  const next = page.getByLabel('New password', { exact: true })
  const rules = page.getByRole('list', { name: 'Your password needs' })
  await next.fill('Velvet-Tundra')
  await rules.getByText('a digit: still missing').waitFor()
  await page.getByText('6 of 7 done').waitFor({ state: 'attached' })
  await next.fill('Sunshine-Princess-1')
  await rules.getByText('a digit: done').waitFor()
  await mustBeAccessible(here.page)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('That does not match. Check what you typed and try again.').waitFor()
  await page.getByLabel('Current password').fill(account.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('It is little more than common words.').waitFor()
  await mustBeAccessible(here.page)
  // Both refusals were asked for; the browser reports the second one itself.
  expect(here.complaints.splice(0)).toEqual([expect.stringContaining('status of 422')])

  await next.fill('Velvet-Tundra-4-Kayak')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Your password is changed. All other devices are signed out.').first().waitFor()
  await page.getByRole('heading', { name: 'Security' }).waitFor()
  await expect.poll(() => page.getByText('This device').count()).toBe(1)
  await page.getByRole('button', { name: /^End session/ }).waitFor({ state: 'detached' })

  await there.page.goto(`${house.url}/records`)
  await there.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await signIn({ ...account, password: 'Velvet-Tundra-4-Kayak' })
  expect(here.complaints).toEqual([])
})

async function signIn(account: Account): Promise<Visitor> {
  const visitor = await house.enter()
  await visitor.page.goto(house.url)
  await visitor.page.getByLabel('E-mail or username').fill(account.login)
  await visitor.page.getByLabel('Password', { exact: true }).fill(account.password)
  await visitor.page.getByRole('button', { name: 'Sign in' }).click()
  await visitor.page.waitForURL((url) => url.pathname === '/today')
  return visitor
}
