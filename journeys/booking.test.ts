// Booking as a person does it: by hand, on a phone, in Hebrew; and what a kept time means to everybody else.
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { settled } from './settling.ts'
import { look, mustBeAccessible, signInAt } from './visitors.ts'

const house = await openHouse()

/** Seconds a practised hand takes (keystroke-level model: Card, Moran and Newell): a tap, a letter, and a look at each new screen. */
const model = { tap: 1.1, letter: 0.28, screen: 1.35 } as const

class Hand {
  taps = 0
  letters = 0
  screens = 0

  async tap(what: Locator): Promise<void> {
    await what.click()
    this.taps += 1
  }

  async type(into: Locator, text: string): Promise<void> {
    await this.tap(into)
    await into.pressSequentially(text)
    this.letters += text.length
  }

  /** A new screen is one when what was waited for is there. */
  async see(what: Locator): Promise<void> {
    await what.waitFor()
    this.screens += 1
  }

  get seconds(): number {
    return this.taps * model.tap + this.letters * model.letter + this.screens * model.screen
  }
}

test('a new user books in under a minute, on a phone, in Hebrew: account, sign-in, doctor, time, done, in thirteen taps', async () => {
  const { page, context, complaints } = await house.enter({ width: 390, height: 844, language: 'he' })
  const hand = new Hand()
  await page.goto(house.url)
  await page.locator('h1').waitFor()
  let began = performance.now()

  hand.screens += 1
  await hand.tap(page.getByRole('link', { name: 'פתיחת חשבון' }))
  await hand.see(page.locator('input[autocomplete="new-password"]'))
  await hand.type(page.locator('input[autocomplete="name"]'), 'נועה בר')
  await hand.type(page.locator('input[autocomplete="email"]'), 'noa@post.example')
  await hand.type(page.locator('input[autocomplete="new-password"]'), 'Violet-Kettle7!')
  await hand.tap(page.locator('button[type="submit"]'))
  await hand.see(page.getByRole('link', { name: 'למסך הכניסה' }))
  await hand.tap(page.getByRole('link', { name: 'למסך הכניסה' }))
  await hand.see(page.locator('input[autocomplete="current-password"]'))
  await hand.type(page.locator('input[autocomplete="username"]'), 'noa@post.example')
  await hand.type(page.locator('input[autocomplete="current-password"]'), 'Violet-Kettle7!')
  await hand.tap(page.locator('button[type="submit"]'))

  await hand.see(page.getByRole('heading', { name: 'היום' }))
  await hand.tap(page.getByRole('link', { name: 'קביעת ביקור' }).first())
  await hand.see(page.getByRole('link', { name: /^קביעת ביקור אצל / }).first())
  await hand.tap(page.getByRole('link', { name: /^קביעת ביקור אצל / }).first())
  await hand.see(times(page).first())
  const looking = performance.now()
  await look({ page, context, complaints }, 'book-phone-hebrew')
  // Nobody but a test waits for axe.
  began += performance.now() - looking
  await hand.tap(times(page).first())
  await page.getByRole('timer').waitFor()
  await hand.tap(page.getByRole('button', { name: 'לקבוע את הביקור' }))
  await hand.see(page.getByRole('heading', { name: 'הביקור נקבע' }))

  const waited = (performance.now() - began) / 1000
  expect(hand.taps).toBe(13)
  expect(hand.seconds + waited).toBeLessThan(60)
  expect(complaints).toEqual([])
  await context.close()
})

test('a chosen time is kept from everybody else, runs out kindly with what was written still there, and is given back when its page is left', async () => {
  const one = await signInAt(house, house.account('patient'))
  await one.page.clock.install()
  await openBooking(one.page)
  const desk = await signInAt(house, house.account('reception'))
  const free = async () => {
    const doctor = new URL(one.page.url()).pathname.split('/')[2]
    const [from, to] = [new Date(), new Date(Date.now() + 7 * 86_400_000)].map((at) => at.toISOString())
    const answer = await desk.page.request.get(`${house.url}/api/doctors/${doctor}/slots?from=${from}&to=${to}`)
    const { items }: { items: { start: string }[] } = await answer.json()
    return items.map(({ start }) => start)
  }
  const freeBefore = await free()
  const first = times(one.page).first()
  const label = await first.innerText()
  await first.click()
  await one.page.getByRole('timer').waitFor()
  expect(await one.page.getByRole('timer').innerText()).toMatch(/[45]:\d\d/)
  const freeSince = new Set(await free())
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Jerusalem' })
  expect(freeBefore.filter((start) => !freeSince.has(start)).map((start) => clock.format(new Date(start)))).toContain(label)

  await one.page.getByLabel('Reason for the visit').fill('Persistent cough')
  await one.page.clock.fastForward(301_000)
  await one.page.getByText(/is open to everybody again/).waitFor()
  await expect.poll(() => one.page.getByRole('timer').count()).toBe(0)
  expect(await one.page.getByRole('button', { name: 'Book this visit' }).isDisabled()).toBe(true)
  expect(await one.page.getByLabel('Reason for the visit').inputValue()).toBe('Persistent cough')
  await mustBeAccessible(one.page, 'hold that ran out')

  await times(one.page).nth(2).click()
  await one.page.getByRole('timer').waitFor()
  const given = one.page.waitForResponse((answer) => answer.url().includes('/api/holds/') && answer.request().method() === 'DELETE')
  await one.page.getByRole('link', { name: 'Find a doctor' }).click()
  expect((await given).status()).toBe(204)
  expect(one.complaints).toEqual([])
  for (const { context } of [one, desk]) await context.close()
})

test('a visit goes into one’s own calendar as a file and by a private address, and the doctor sees it in the week, by keyboard too', async () => {
  const patient = await signInAt(house, house.account('patient'))
  await openBooking(patient.page)
  await times(patient.page).nth(3).click()
  await patient.page.getByRole('timer').waitFor()
  await patient.page.getByRole('button', { name: 'Book this visit' }).click()
  await patient.page.getByRole('heading', { name: 'Your visit is booked' }).waitFor()
  const file = patient.page.waitForEvent('download')
  await patient.page.getByRole('button', { name: 'Add to my calendar' }).click()
  const saved = await file
  expect(saved.suggestedFilename()).toBe('appointment.ics')
  expect(await readFile(await saved.path(), 'utf8')).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*SUMMARY:Appointment\r\n[\s\S]*CLASS:PRIVATE\r\n/)

  await patient.page.goto(`${house.url}/profile`)
  await patient.page.getByRole('button', { name: 'Make a calendar address' }).click()
  const address = await patient.page.getByLabel('Calendar address').inputValue()
  await mustBeAccessible(patient.page, 'calendar address')
  const read = () => patient.page.request.get(address, { headers: { cookie: '' } })
  expect(await (await read()).text()).toMatch(/BEGIN:VEVENT/)
  await patient.page.getByRole('button', { name: 'I have copied it' }).click()
  await patient.page.getByText(/was made/).waitFor()
  await patient.page.reload()
  await patient.page.getByText(/was made/).waitFor()
  expect(await patient.page.content()).not.toContain(address)
  await patient.page.getByRole('button', { name: 'End the address' }).click()
  await patient.page.getByRole('button', { name: 'Make a calendar address' }).waitFor()
  expect((await read()).status()).toBe(404)

  const doctor = await signInAt(house, house.account('doctor'))
  await doctor.page.getByRole('link', { name: 'Week', exact: true }).click()
  const visits = doctor.page.getByRole('button').filter({ hasText: await patientName(patient.page) })
  await doctor.page.getByRole('button', { name: 'Today' }).waitFor()
  await settled(doctor.page)
  if ((await visits.count()) === 0) await doctor.page.getByRole('button', { name: 'Later' }).click()
  await visits.first().waitFor()
  await look(doctor, 'doctor-week')
  await visits.first().focus()
  await doctor.page.keyboard.press('Enter')
  await doctor.page.getByRole('dialog', { name: 'Visit' }).getByRole('link', { name: 'Open chart' }).waitFor()
  await mustBeAccessible(doctor.page, 'a visit of the week')
  for (const visitor of [patient, doctor]) {
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  }
})

test('a visit is moved by its patient, who keeps it until then, and by its doctor, who drags it or opens it; cancelling asks for the reason', async () => {
  const patient = await signInAt(house, house.account('patient'))
  await openBooking(patient.page)
  await times(patient.page).last().click()
  await patient.page.getByRole('timer').waitFor()
  await patient.page.getByLabel('Reason for the visit').fill('To be moved')
  await patient.page.getByRole('button', { name: 'Book this visit' }).click()
  await patient.page.getByRole('link', { name: 'See my visits' }).click()
  const mine = patient.page.getByRole('listitem').filter({ hasText: 'To be moved' })
  await mine.getByRole('button', { name: 'Move' }).click()
  const dialog = patient.page.getByRole('dialog', { name: 'Move this visit' })
  await chooseDay(dialog, 2)
  await times(dialog).last().click()
  await dialog.getByRole('timer').waitFor()
  await mustBeAccessible(patient.page, 'moving a visit')
  await dialog.getByRole('button', { name: 'Move the visit' }).click()
  await mine.filter({ hasText: 'Moved to another time' }).waitFor()
  await expect.poll(() => mine.count()).toBe(2)

  const doctor = await signInAt(house, house.account('doctor'))
  await doctor.page.goto(`${house.url}/week`)
  await doctor.page.getByRole('button', { name: 'Today' }).waitFor()
  await settled(doctor.page)
  const visits = doctor.page.getByRole('button').filter({ hasText: await patientName(patient.page) })
  if ((await visits.count()) === 0) await doctor.page.getByRole('button', { name: 'Later' }).click()
  await visits.last().waitFor()
  await visits.last().focus()
  await doctor.page.keyboard.press('Enter')
  await doctor.page.getByRole('dialog', { name: 'Visit' }).getByRole('button', { name: 'Move', exact: true }).click()
  await doctor.page.getByRole('dialog', { name: 'Move this visit' }).getByRole('button', { name: 'Keep it' }).last().click()
  await doctor.page.keyboard.press('Escape')
  // Far from the edges of the screen, at which a drag would end.
  await visits.last().evaluate((visit) => visit.scrollIntoView({ block: 'center' }))
  const before = await visits.last().boundingBox()
  if (before === null) throw new Error('the visit is not on the screen')
  await doctor.page.mouse.move(before.x + 40, before.y + 8)
  await doctor.page.mouse.down()
  // Two hours, to where there is more of the day.
  const far = before.y > 450 ? -132 : 132
  await doctor.page.mouse.move(before.x + 40, before.y + 8 + far / 4, { steps: 6 })
  await doctor.page.mouse.move(before.x + 40, before.y + 8 + far, { steps: 6 })
  await doctor.page.mouse.up()
  const asked = doctor.page.getByRole('dialog', { name: /^Move the visit of / })
  await asked.waitFor()
  await mustBeAccessible(doctor.page, 'a visit that was dropped')
  await asked.getByRole('button', { name: 'Keep it' }).last().click()
  await asked.waitFor({ state: 'hidden' })
  expect((await visits.last().boundingBox())?.y).toBeCloseTo(before.y, 0)

  await patient.page.goto(`${house.url}/visits`)
  const standing = patient.page.getByRole('listitem').filter({ hasText: 'To be moved' }).filter({ hasText: 'Booked' })
  await standing.getByRole('button', { name: 'Cancel visit' }).click()
  const cancelling = patient.page.getByRole('dialog', { name: 'Cancel this visit?' })
  await cancelling.getByLabel('Note').fill('Feeling better')
  await cancelling.getByRole('button', { name: 'Cancel visit' }).click()
  await patient.page.getByText('The visit is cancelled.').waitFor()
  for (const visitor of [patient, doctor]) {
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  }
})

test('in Hebrew the name of the clinic stands where the top bar begins, and on a phone both names are read whole', async () => {
  const desk = await signInAt(house, house.account('patient'), { language: 'he' })
  expect((await lettersOf(desk.page, 'Harbour Clinic')).fromStart).toBeLessThan(48)
  await desk.context.close()
  const phone = await signInAt(house, house.account('doctor'), { width: 390, height: 844, language: 'he' })
  for (const name of ['Harbour Clinic', 'Dr. Miquel Hettinger']) expect((await lettersOf(phone.page, name)).hidden, name).toBeLessThan(1)
  await phone.context.close()
})

/** Where the letters of a name in the top bar are: how far from where the bar begins in Hebrew, and how much of them their box hides. */
async function lettersOf(page: Page, name: string): Promise<{ fromStart: number; hidden: number }> {
  await page.getByRole('banner').getByText(name).waitFor()
  const found: { fromStart: number; hidden: number } = await page.evaluate(`(() => {
    const bar = [...document.querySelectorAll('header')].find(({ textContent }) => textContent.includes(${JSON.stringify(name)}))
    const walk = document.createTreeWalker(bar, NodeFilter.SHOW_TEXT)
    while (walk.nextNode().textContent !== ${JSON.stringify(name)});
    const range = document.createRange()
    range.selectNodeContents(walk.currentNode)
    const letters = range.getBoundingClientRect()
    let box = walk.currentNode.parentElement
    while (getComputedStyle(box).overflowX !== 'hidden') box = box.parentElement
    const around = box.getBoundingClientRect()
    return {
      fromStart: bar.getBoundingClientRect().right - letters.right,
      hidden: Math.max(around.left - letters.left, letters.right - around.right, letters.bottom - around.bottom),
    }
  })()`)
  return found
}

async function openBooking(page: Page): Promise<void> {
  await page.goto(`${house.url}/doctors`)
  await page
    .getByRole('link', { name: /^Book with / })
    .first()
    .click()
  await chooseDay(page, 1)
}

/** One of the days that have free times. The first may be today, with one time left, which begins within the hours in which patients change nothing any more. */
async function chooseDay(where: Page | Locator, place: number): Promise<void> {
  await where.getByRole('group', { name: 'Day' }).locator('label').nth(place).click()
}

function times(where: Page | Locator): Locator {
  return where.getByRole('group', { name: /^(Time|שעה)$/ }).getByRole('button')
}

async function patientName(page: Page): Promise<string> {
  const answer = await page.request.get(`${house.url}/api/auth/me`)
  const { displayName }: { displayName: string } = await answer.json()
  return displayName
}
