// The rules of signing in, in a browser: an administrator without a second step asks it of patients and then of everybody, and is told before and led on after.
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, signInAt } from './visitors.ts'

const house = await openHouse()

test('a patient is asked once a visit to set up a second step; an administrator asks it of patients and of the staff, is told that this means them too, sets one up, and comes back to the rules', async () => {
  const patient = await signInAt(house, house.account('patient'))
  await patient.page.getByText('Protect your record with a second step').waitFor()
  await mustBeAccessible(patient.page, 'nudge')
  await patient.page.getByRole('button', { name: 'Not now' }).click()
  await expect.poll(() => patient.page.getByText('Protect your record with a second step').count()).toBe(0)

  const { page, complaints } = await signInAt(house, house.account('admin'))
  await page.getByRole('link', { name: 'Sign-in rules' }).first().click()
  await page.getByRole('heading', { name: 'Sign-in rules' }).waitFor()
  await mustBeAccessible(page, 'sign-in-rules')
  await page.getByRole('checkbox', { name: 'Patients' }).click()
  await page.getByRole('radio', { name: 'Length', exact: true }).click()
  await page.getByRole('button', { name: 'Save the rules' }).click()
  await page.getByText('The rules are saved.').first().waitFor()

  await patient.page.goto(`${house.url}/visits`)
  await patient.page.waitForURL((url) => url.pathname === '/enrol')
  await patient.page.getByRole('heading', { name: 'One more step protects your record' }).waitFor()
  await mustBeAccessible(patient.page, 'enrol-patient')

  await page.getByRole('switch', { name: 'Everybody on the staff needs a second step' }).click()
  await page.getByText('You have no second step yourself').waitFor()
  expect(await page.getByRole('button', { name: 'Save the rules' }).isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: /I know that I set one up next/ }).click()
  await mustBeAccessible(page, 'sign-in-rules-own')
  await page.getByRole('button', { name: 'Save the rules' }).click()
  await page.waitForURL((url) => url.pathname === '/enrol')
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  await page.getByLabel('Six-digit code').fill(codeOf(await secretOn(page)))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.waitForURL((url) => url.pathname === '/admin/sign-in')
  await page.getByRole('checkbox', { name: 'Doctors', disabled: true }).waitFor()
  expect(await page.getByRole('checkbox', { name: 'Patients' }).isChecked()).toBe(true)
  expect(complaints).toEqual([])
})

async function secretOn(page: Page): Promise<string> {
  const shown = (await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? ''
  return shown.replaceAll(' ', '')
}

function codeOf(secret: string): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret) })
}
