// People, in a browser: an administrator invites, the invited person comes in by the mail, is disabled, and is out at once. On a phone, in Hebrew, in the dark.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, mustFit, sayPurpose, signInAt } from './visitors.ts'

const password = 'Velvet-Tundra-4-Kayak'
const house = await openHouse()

test('an invited receptionist opens the account by the mailed link, works, and is signed out by the next request once the account is disabled', async () => {
  const admin = await signInAt(house, house.account('admin'))
  const { page } = admin
  await page.getByRole('link', { name: 'People' }).first().click()
  await page.getByText('Rivka Reception').first().waitFor()
  await mustBeAccessible(page, 'people')
  const filter = page.getByRole('search', { name: 'Which accounts' })
  await filter.getByLabel('Role').selectOption('patient')
  await page.getByText('Rivka Reception').waitFor({ state: 'detached' })
  await filter.getByRole('button', { name: 'Choose a patient' }).click()
  await sayPurpose(page, 'Running the clinic')
  await mustBeAccessible(page, 'one patient')
  await page
    .getByRole('button', { name: /^Choose.*:/ })
    .last()
    .click()
  await page.getByText('Nobody like that').waitFor()
  await mustFit(page)
  await filter.getByLabel('Role').selectOption('')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByText('Please fill this in.').first().waitFor()
  await page.getByLabel('Full name').fill('דנה כהן')
  await page.getByLabel('E-mail').fill('dana@harbour.example')
  await page.getByRole('dialog').getByLabel('Role').selectOption('reception')
  await mustBeAccessible(page, 'invite')
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByText('Waiting').waitFor()
  await page.getByRole('link', { name: 'Mailbox' }).first().click()
  const link = (await page.getByRole('link', { name: 'Open the link' }).first().getAttribute('href')) ?? ''
  expect(link).toMatch(/^\/invitation#token=/)

  const dana = await house.enter()
  await dana.page.goto(house.url + link)
  await dana.page.getByRole('heading', { name: 'Welcome' }).waitFor()
  expect(dana.page.url()).toBe(`${house.url}/invitation`)
  await mustBeAccessible(dana.page, 'accept')
  await dana.page.getByLabel('Password', { exact: true }).fill(password)
  await dana.page.getByRole('button', { name: 'Open my account' }).click()
  await dana.page.getByText('Your account is ready').waitFor()
  await mustBeAccessible(dana.page, 'accepted')
  const works = await signInAt(house, { ...house.account('reception'), login: 'dana@harbour.example', password })

  await page.goto(`${house.url}/admin/people`)
  await page.getByText('Accepted').waitFor()
  await page.getByRole('button', { name: /Disable.*דנה/ }).click()
  await mustBeAccessible(page, 'disable')
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await page.getByText('Disabled', { exact: true }).and(page.locator(':not(option)')).waitFor()
  await filter.getByLabel('Account').selectOption('disabled')
  await page.getByRole('button', { name: /Enable.*דנה/ }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: /^More/ }).count()).toBe(1)
  await works.page.goto(`${house.url}/patients`)
  await works.page.waitForURL((url) => url.pathname === '/sign-in')
  expect(admin.complaints).toEqual([])
})

test('on a phone, in Hebrew and in the dark, every page of this fits and holds for axe, and the language is kept with the account', async () => {
  const admin = await signInAt(house, house.account('admin'), { width: 390, height: 844, language: 'he', dark: true })
  const { page } = admin
  for (const [path, heading] of [
    ['/admin/people', 'אנשים'],
    ['/profile/email', 'החלפת כתובת הדוא״ל'],
    ['/invitation', 'הקישור אינו שלם'],
    ['/invitation#token=x', 'ברוכים הבאים'],
    ['/confirm-email#token=x', 'מעבר לכתובת הזאת'],
    ['/undo-email#token=x', 'ביטול ההחלפה'],
    ['/profile', 'פרופיל ושפה'],
  ]) {
    await page.goto('about:blank')
    await page.goto(`${house.url}${path}`)
    await page.getByRole('heading', { name: heading ?? '', level: 1 }).waitFor()
    await mustBeAccessible(page, path ?? '')
    await mustFit(admin.page)
  }
  await page.getByText('English', { exact: true }).click()
  await page.getByRole('heading', { name: 'Profile and language' }).waitFor()
  await page.getByText('Your language is saved with your account.').waitFor()
  await page.getByText('עברית', { exact: true }).click()
  await page.getByRole('heading', { name: 'פרופיל ושפה' }).waitFor()
  await page.getByText('השפה נשמרה בחשבון שלך.').waitFor()
  const again = await signInAt(house, house.account('admin'), { language: 'en' })
  expect(await again.page.evaluate('fetch("/api/auth/me").then((answer) => answer.json()).then((me) => me.language)')).toBe('he')
  expect(admin.complaints).toEqual([])
})
