// A doctor goes on vacation and hands over; a patient who waits is offered what becomes free, and takes it.
import { type Client, createClient } from '@wardkeep/client'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { look, mustBeAccessible, signInAt } from './visitors.ts'

const house = await openHouse()

test('[F49 part] a patient waits for a doctor, is offered the time that reception frees, sees how long it is kept, and takes it, on a phone in Hebrew too', async () => {
  const [own, reception] = [await as('patient'), await as('reception')]
  const doctor = await lastDoctor(own)
  await own.joinWaitlist({ body: { doctorId: doctor.id } })
  const { patientId } = await own.me()
  const { items: charts } = await reception.listPatients({ query: { limit: 50 } })
  const other = charts.find(({ id }) => id !== patientId)
  const time = await someTime(own, doctor.id)
  const visit = await reception.bookAppointment({ body: { doctorId: doctor.id, ...time, patientId: other?.id ?? '' } })
  await reception.cancelAppointment({ params: { id: visit.id }, body: { reason: 'other' } })

  const desk = await signInAt(house, house.account('reception'))
  await desk.page.goto(`${house.url}/board/waitlist`)
  await desk.page.getByText('Offered now, until').waitFor()
  await mustBeAccessible(desk.page, 'the line')

  const phone = await signInAt(house, house.account('patient'), { width: 390, language: 'he', dark: true })
  await phone.page.goto(`${house.url}/waitlist`)
  await phone.page.getByRole('heading', { name: /התפנה תור|A time has become free/ }).waitFor()
  await mustBeAccessible(phone.page, 'an offer on a phone')

  const patient = await signInAt(house, house.account('patient'))
  await patient.page.goto(`${house.url}/today`)
  await patient.page.getByRole('heading', { name: 'A time has become free' }).waitFor()
  await patient.page.getByText('Time left:').waitFor()
  await look(patient, 'waitlist-offer')
  await patient.page.getByRole('button', { name: 'Take this time' }).click()
  await patient.page.getByText('The visit is booked.').waitFor()
  await patient.page.goto(`${house.url}/visits`)
  await patient.page.getByText(doctor.displayName).first().waitFor()
  expect((await own.listWaitlist({ query: {} })).items).toEqual([])
  for (const visitor of [patient, desk, phone]) expect(visitor.complaints).toEqual([])
})

test('[F52 part] a doctor says a vacation with a stand-in, the directory shows until when and whom to see, and a booked visit is handed over', async () => {
  const doctor = await signInAt(house, house.account('doctor'))
  await doctor.page.goto(`${house.url}/availability`)
  const card = doctor.page.getByRole('region', { name: 'Vacation' })
  await card.getByLabel('Last day away').fill(dayAhead(20))
  await card.getByLabel('Who stands in for you').selectOption({ index: 1 })
  await card.getByRole('button', { name: 'Save the vacation' }).click()
  await doctor.page.getByText('Your vacation is saved.').waitFor()
  await card.getByText(/booked visits? waits? for a handover/).waitFor()
  await look(doctor, 'vacation')

  const patient = await signInAt(house, house.account('patient'))
  await patient.page.goto(`${house.url}/doctors`)
  await patient.page.getByText(/Away until/).waitFor()
  await patient.page.getByRole('link', { name: /^See / }).first().waitFor()
  await mustBeAccessible(patient.page, 'the directory with somebody away')

  const desk = await signInAt(house, house.account('reception'))
  await desk.page.goto(`${house.url}/handovers`)
  await desk.page
    .getByRole('button', { name: /^Hand over to / })
    .first()
    .waitFor()
  const rows = await desk.page.getByRole('button', { name: /^Give to/ }).count()
  await mustBeAccessible(desk.page, 'handovers')
  await desk.page
    .getByRole('button', { name: /^Hand over to / })
    .first()
    .click()
  await desk.page.getByText(/^The visit is handed over to /).waitFor()
  await expect.poll(() => desk.page.getByRole('button', { name: /^Give to/ }).count()).toBe(rows - 1)

  await doctor.page.goto(`${house.url}/availability`)
  await card.getByRole('button', { name: 'I am back' }).click()
  await doctor.page.getByText('You can be booked again.').waitFor()
  for (const visitor of [doctor, patient, desk]) expect(visitor.complaints).toEqual([])
})

test('reception’s day: a patient who comes unannounced is booked against the rules with a reason, received and checked in, and seen by the doctor; who did not come is noted', async () => {
  const reception = await as('reception')
  const [first, second] = (await reception.listPatients({ query: { limit: 2 } })).items
  const now = Date.now()
  // What else they have today would stand beside it under the same names.
  const today = { from: new Date(now - 86_400_000).toISOString(), to: new Date(now + 86_400_000).toISOString() }
  const others = (await reception.listAppointments({ query: today })).items.filter(({ status }) => status === 'booked')
  for (const { id } of others) await reception.cancelAppointment({ params: { id }, body: { reason: 'other' } })
  const time = { start: new Date(now - 60_000).toISOString(), end: new Date(now + 60_000).toISOString() }
  const missed = { doctorId: (await lastDoctor(reception)).id, patientId: second?.id ?? '', ...time, override: { reason: 'Walked in' } }
  await reception.bookAppointment({ body: missed })

  const { doctorId } = await (await as('doctor')).me()
  const doctor = await reception.readDoctor({ params: { id: doctorId ?? '' } })
  const { page, complaints } = await signInAt(house, house.account('reception'))
  const button = (what: string, whom: string | undefined) => buttonFor(page, what, whom)
  await page.goto(`${house.url}/board/book`)
  await button('Choose', first?.displayName).click()
  await button('Choose', doctor.displayName).click()
  const form = page.getByRole('region', { name: 'With a room, several times, or outside the hours' })
  const [day = '', clock = ''] = wallClock(now, doctor.timeZone).split(', ')
  await form.getByLabel('Day', { exact: true }).fill(day)
  await form.getByLabel('Time', { exact: true }).fill(clock)
  await form.getByLabel('Minutes').fill('10')
  await form.getByRole('button', { name: 'Book', exact: true }).click()
  await form.getByRole('alert').waitFor()
  await form.getByLabel(/^Reason, if/).fill('In pain since the morning')
  await mustBeAccessible(page, 'booking against the rules')
  await form.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByText(/^The visit of .* is booked\.$/).waitFor()

  await button('Did not come', second?.displayName).click()
  await page.getByText('Missed', { exact: true }).waitFor()
  for (const step of ['Mark arrived', 'Check in']) await button(step, first?.displayName).click()
  await page.getByText('Checked in', { exact: true }).waitFor()
  await mustBeAccessible(page, 'the board of the day')
  // The refusal that was asked for.
  expect(complaints).toEqual([expect.stringMatching(/status of 4(09|22)/)])

  const seeing = await signInAt(house, house.account('doctor'))
  await seeing.page.goto(`${house.url}/day`)
  await buttonFor(seeing.page, 'Visit done', first?.displayName).click()
  await seeing.page.getByText('Done', { exact: true }).first().waitFor()
  expect(seeing.complaints).toEqual([])
})

/** The clinic by its interface, as somebody of the demo. */
async function as(role: string): Promise<Client> {
  const account = house.account(role)
  const stranger = createClient({ baseUrl: house.url, credentials: { kind: 'bearer', token: () => undefined } })
  const grant = await stranger.login({ body: { login: account.login, password: account.password } })
  const token = 'accessToken' in grant ? grant.accessToken : ''
  return createClient({ baseUrl: house.url, credentials: { kind: 'bearer', token: () => token } })
}

/** One of whom no other story speaks. */
async function lastDoctor(client: Client) {
  const doctor = (await client.listDoctors({ query: {} })).items.at(-1)
  if (doctor === undefined) throw new Error('the demo has doctors')
  return doctor
}

async function someTime(client: Client, doctorId: string): Promise<{ start: string; end: string }> {
  const from = new Date(Date.now() + 2 * 86_400_000).toISOString()
  const to = new Date(Date.now() + 12 * 86_400_000).toISOString()
  const time = (await client.readSlots({ params: { id: doctorId }, query: { from, to } })).items[3]
  if (time === undefined) throw new Error('the demo’s doctors work on six days a week')
  return time
}

function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

/** The first button that says what and for whom; the second half of its name is for who does not see the row. */
function buttonFor(page: Page, what: string, whom: string | undefined): Locator {
  return page.getByRole('button', { name: new RegExp(`^${what}.*${whom}`) }).first()
}

/** `2026-03-01, 09:30`, where the clinic is. */
function wallClock(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23', timeZone }).format(instant)
}
