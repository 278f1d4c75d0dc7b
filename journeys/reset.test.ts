// A forgotten password, in a browser: ask, find the mail in the demo's mailbox, choose a new one, and sign in with it. In Hebrew: confirm an address.
import { expect, test } from 'vitest'
import { type Account, openHouse, type Visitor } from './clinic-process.ts'
import { mustBeAccessible, mustFit } from './visitors.ts'

const house = await openHouse()

test('a patient who forgot the password chooses a new one by a mailed link, and the link leads nowhere after that', async () => {
  const account = house.account('patient')
  const visitor = await house.enter()
  const { page } = visitor
  await page.goto(`${house.url}/sign-in`)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  // The page before has a field of the same name: what is typed there goes with it.
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor()
  await page.getByLabel('E-mail or username').fill(account.login)
  await mustBeAccessible(visitor.page)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText('If there is such an account, a link is on its way').waitFor()
  await mustBeAccessible(visitor.page)

  const admin = await signIn(house.account('admin'))
  await admin.page.getByRole('link', { name: 'Mailbox' }).first().click()
  await admin.page.getByText('Choose a new password', { exact: true }).waitFor()
  await mustBeAccessible(admin.page)
  const link = (await admin.page.getByRole('link', { name: 'Open the link' }).first().getAttribute('href')) ?? ''
  expect(link).toMatch(/^\/reset#token=/)

  await page.goto(house.url + link)
  const next = page.getByLabel('New password', { exact: true })
  await next.waitFor()
  // Neither the address nor the history keeps what the link carried.
  expect(page.url()).toBe(`${house.url}/reset`)
  await next.fill('Sunshine-Princess-1')
  await page.getByRole('button', { name: 'Save the password' }).click()
  await page.getByText('It is little more than common words.').waitFor()
  await mustBeAccessible(visitor.page)
  await next.fill('Velvet-Tundra-4-Kayak')
  await page.getByRole('button', { name: 'Save the password' }).click()
  await page.getByText('You can sign in with the new password now.').waitFor()
  await mustBeAccessible(visitor.page)
  await signIn({ ...account, password: 'Velvet-Tundra-4-Kayak' })

  await page.goto(`${house.url}/sign-in`)
  await page.goto(house.url + link)
  await next.fill('Marble-Comet-7-Walrus')
  await page.getByRole('button', { name: 'Save the password' }).click()
  await page.getByText('This link was used before.').waitFor()
  await page.getByRole('link', { name: 'Ask for a new link' }).waitFor()
  await page.goto(`${house.url}/reset`)
  await page.getByText('The link is not complete').waitFor()
  await mustBeAccessible(visitor.page)
  expect(visitor.complaints.filter((complaint) => !/status of 4(10|22)/.test(complaint))).toEqual([])
})

test('a mailed link that was cut off leads on, on a phone in Hebrew', async () => {
  const { page, complaints } = await house.enter({ width: 390, height: 844, language: 'he' })
  for (const path of ['/invitation', '/confirm-email', '/undo-email', '/acting', '/invitation#token=', '/undo-email#token=']) {
    await page.goto('about:blank')
    await page.goto(house.url + path)
    await page.getByRole('heading', { name: 'הקישור אינו שלם' }).waitFor()
    await page.getByRole('link', { name: 'למסך הכניסה' }).click()
    await page.getByRole('heading', { name: 'כניסה', exact: true }).waitFor()
  }
  await page.goto(`${house.url}/confirm-email#token=${'x'.repeat(43)}`)
  await page.getByRole('button', { name: 'מעבר לכתובת הזאת' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('link', { name: 'למסך הכניסה' }).waitFor()
  await mustBeAccessible(page)
  expect(complaints.filter((each) => !/status of 4/.test(each))).toEqual([])
})

test('on a phone, in Hebrew and in the dark, somebody registers and confirms the address by the mailed link', async () => {
  const visitor = await house.enter({ width: 390, height: 844, language: 'he', dark: true })
  const { page } = visitor
  const login = 'dana@harbour.example'
  const password = 'Velvet-Tundra-4-Kayak'
  await page.goto(`${house.url}/register`)
  await page.getByLabel('שם מלא').fill('דנה כהן')
  await page.getByLabel('דוא״ל').fill(login)
  await page.getByLabel('סיסמה', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'פתיחת חשבון' }).click()
  await page.getByRole('link', { name: 'למסך הכניסה' }).click()
  await page.getByLabel('דוא״ל או שם משתמש').fill(login)
  await page.getByLabel('סיסמה', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'כניסה' }).click()
  await page.waitForURL((url) => url.pathname === '/today')
  await page.goto(`${house.url}/mailbox`)
  await page.getByText('אישור כתובת הדוא״ל', { exact: true }).waitFor()
  await mustBeAccessible(visitor.page)
  await mustFit(visitor.page)
  await page.getByRole('link', { name: 'פתיחת הקישור' }).click()
  await page.getByRole('button', { name: 'אישור הכתובת' }).waitFor()
  expect(page.url()).toBe(`${house.url}/verify`)
  await mustBeAccessible(visitor.page)
  await page.getByRole('button', { name: 'אישור הכתובת' }).click()
  await page.getByText('תודה, הכתובת אושרה').waitFor()
  await mustBeAccessible(visitor.page)
  for (const [path, heading] of [
    ['/verify', 'קבלת קישור חדש'],
    ['/forgot', 'שכחת את הסיסמה?'],
    ['/reset', 'הקישור אינו שלם'],
    ['/reset#token=x', 'בחירת סיסמה חדשה'],
  ]) {
    await page.goto('about:blank')
    await page.goto(`${house.url}${path}`)
    await page.getByRole('heading', { name: heading ?? '' }).waitFor()
    await mustBeAccessible(visitor.page)
    await mustFit(visitor.page)
  }
  expect(visitor.complaints).toEqual([])
})

async function signIn(account: Account): Promise<Visitor> {
  const visitor = await house.enter()
  await visitor.page.goto(house.url)
  await visitor.page.getByLabel('E-mail or username').fill(account.login)
  await visitor.page.getByLabel('Password', { exact: true }).fill(account.password)
  await visitor.page.getByRole('button', { name: 'Sign in' }).click()
  await visitor.page.waitForURL((url) => /^\/(today|admin)$/.test(url.pathname))
  return visitor
}
