// Somebody guesses at a password, in a browser: the page says that it is locked and until when, and who is known in their own browser still comes in.
import { expect, test } from 'vitest'
import { openHouse, type Visitor } from './clinic-process.ts'
import { look, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('after five wrong passwords the page says until when it is locked, and a browser that is known still opens', async () => {
  const account = house.account('doctor')
  const known = await signInAt(house, account)
  await known.page.context().clearCookies({ name: '__Host-wardkeep' })

  const guesser = await house.enter()
  await guesser.page.goto(`${house.url}/sign-in`)
  for (let n = 0; n < 5; n += 1) {
    await fill(guesser, account.login, `Wrong-Horse-${n}-Battery`)
    await guesser.page.getByText('That does not match.').waitFor()
  }
  await fill(guesser, account.login, account.password)
  const alert = guesser.page.getByRole('alert')
  await alert.getByText('There were too many attempts').waitFor()
  const [, hour, minute] =
    /You can try again from (\d\d):(\d\d)\.$/.exec((await alert.textContent()) ?? '') ?? expect.fail('no time is told')
  expect(minutesFromNow(Number(hour), Number(minute))).toBeGreaterThanOrEqual(58)
  expect(minutesFromNow(Number(hour), Number(minute))).toBeLessThanOrEqual(61)
  await guesser.page.getByText('A browser in which you have signed in before').waitFor()
  await look(guesser, 'locked')

  await known.page.goto(`${house.url}/sign-in`)
  await fill(known, account.login, account.password)
  await known.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))

  const phone = await house.enter({ width: 390, height: 844, language: 'he', dark: true })
  await phone.page.goto(`${house.url}/sign-in`)
  await fill(phone, 'nobody@harbour.example', 'Wrong-Horse-7-Battery')
  await phone.page
    .getByRole('alert')
    .getByText(/אפשר לנסות שוב החל מהשעה \d\d:\d\d\./)
    .waitFor()
  await mustFit(phone.page)
  await look(phone, 'locked-phone')
  for (const visitor of [guesser, phone]) expect(visitor.complaints.filter((complaint) => !/status of 429/.test(complaint))).toEqual([])
})

async function fill({ page }: Visitor, login: string, password: string): Promise<void> {
  await page.locator('input[autocomplete="username"]').fill(login)
  await page.locator('input[autocomplete="current-password"]').fill(password)
  const answered = page.waitForResponse((response) => response.url().endsWith('/auth/login'))
  await page.locator('button[type="submit"]').click()
  await answered
}

/** By the clock of the visitors, in Jerusalem. */
function minutesFromNow(hour: number, minute: number): number {
  const [nowHour = 0, nowMinute = 0] = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Jerusalem', hour: '2-digit', minute: '2-digit' })
    .format(new Date())
    .split(':')
    .map(Number)
  return (hour * 60 + minute - nowHour * 60 - nowMinute + 1440) % 1440
}
