// API keys, in a browser: an administrator makes one, sees it once, a program uses it, and is out as soon as it is revoked. On a phone, in Hebrew, in the dark.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('[F21 part] a key is made, shown once, used by a program, seen to be used, and worth nothing once it is revoked', async () => {
  const admin = await signInAt(house, house.account('admin'))
  const { page } = admin
  await page.getByRole('link', { name: 'API keys' }).first().click()
  await page.getByText('Partner portal').first().waitFor()
  await mustBeAccessible(page, 'api-keys')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  await dialog.getByText('Give the service a name.').waitFor()
  await dialog.getByLabel('Name of the service').fill('בית מרקחת')
  await dialog.getByLabel('List doctors').check()
  await mustBeAccessible(page, 'make')
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  const shown = dialog.getByLabel('The new key')
  await shown.waitFor()
  const key = await shown.inputValue()
  expect(key).toMatch(/^wk_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/)
  await mustBeAccessible(page, 'once')
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await page.getByText('Never used').first().waitFor()
  expect(await page.content()).not.toContain(key.slice(12))

  const ask = async () => (await fetch(`${house.url}/api/doctors`, { headers: { authorization: `Bearer ${key}` } })).status
  expect(await ask()).toBe(200)
  await page.reload()
  await page.getByText('1 request').first().waitFor()
  await page.getByRole('button', { name: /Revoke.*מרקחת/ }).click()
  await mustBeAccessible(page, 'revoke')
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('Revoked', { exact: true }).waitFor()
  expect(await ask()).toBe(401)

  await page.getByRole('link', { name: 'Usage' }).first().click()
  await page.getByRole('heading', { name: 'Requests per day' }).waitFor()
  await page.getByText('Noa Admin').first().waitFor()
  await mustBeAccessible(page, 'usage')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByLabel('One key, In a minute').fill('500')
  await mustBeAccessible(page, 'limits')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('cell', { name: '500', exact: true }).waitFor()
  expect(admin.complaints).toEqual([])
})

test('on a phone, in Hebrew and in the dark, both pages fit and hold for axe', async () => {
  const admin = await signInAt(house, house.account('admin'), { width: 390, height: 844, language: 'he', dark: true })
  const { page } = admin
  for (const [path, heading] of [
    ['/admin/api-keys', 'מפתחות API'],
    ['/admin/usage', 'שימוש'],
  ] as const) {
    await page.goto(house.url + path)
    await page.getByRole('heading', { name: heading, exact: true }).waitFor()
    await mustFit(page)
    await mustBeAccessible(page, path)
  }
  expect(admin.complaints).toEqual([])
})
