// A doctor goes on vacation and hands over; a patient who waits is offered what becomes free, and takes it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../scripts/debian.ts'
import { type Account, type Entrance, type House, openHouse, type Visitor } from './clinic-process.ts'
import { look, mustBeAccessible, signInAt } from './visitors.ts'

let house: House
const browserIsThere = findChromium() !== undefined

beforeAll(async () => {
  if (browserIsThere) house = await openHouse()
})
afterAll(async () => {
  if (browserIsThere) await house.close()
})

test.runIf(browserIsThere)(
  '[F49 part] a patient waits for a doctor, is offered the time that reception frees, sees how long it is kept, and takes it, on a phone in Hebrew too',
  async () => {
    const patient = await signIn(house.account('patient'))
    await patient.page.goto(`${house.url}/doctors`)
    const doctor = await thirdDoctor()
    await call('patient', 'POST', '/waitlist', { doctorId: doctor.id })
    const { start, end } = await someTime(doctor.id)
    const other = (await call('reception', 'GET', '/patients?limit=50')).items.find(
      (chart: { displayName: string }) => !patient.name.includes(chart.displayName),
    )
    const visit = await call('reception', 'POST', '/appointments', { doctorId: doctor.id, start, end, patientId: other.id })
    await call('reception', 'POST', `/appointments/${visit.id}/cancellation`, { reason: 'other' })

    const desk = await signIn(house.account('reception'))
    await desk.page.goto(`${house.url}/board/waitlist`)
    await desk.page.getByText('Offered now, until').waitFor()
    await mustBeAccessible(desk.page, 'the line')

    const phone = await signIn(house.account('patient'), { width: 390, language: 'he', dark: true })
    await phone.page.goto(`${house.url}/waitlist`)
    await phone.page.getByRole('heading', { name: /התפנה תור|A time has become free/ }).waitFor()
    await mustBeAccessible(phone.page, 'an offer on a phone')

    await patient.page.goto(`${house.url}/today`)
    await patient.page.getByRole('heading', { name: 'A time has become free' }).waitFor()
    await patient.page.getByText('Time left:').waitFor()
    await look(patient, 'waitlist-offer')
    await patient.page.getByRole('button', { name: 'Take this time' }).click()
    await patient.page.getByText('The visit is booked.').waitFor()
    await patient.page.goto(`${house.url}/visits`)
    await patient.page.getByText(doctor.displayName).first().waitFor()
    expect((await call('patient', 'GET', '/waitlist')).items).toEqual([])
    for (const visitor of [patient, desk, phone]) expect(visitor.complaints).toEqual([])
  },
)

test.runIf(browserIsThere)(
  '[F52 part] a doctor says a vacation with a stand-in, the directory shows until when and whom to see, and a booked visit is handed over',
  async () => {
    const doctor = await signIn(house.account('doctor'))
    await doctor.page.goto(`${house.url}/availability`)
    const card = doctor.page.getByRole('region', { name: 'Vacation' })
    await card.getByLabel('Last day away').fill(dayAhead(20))
    await card.getByLabel('Who stands in for you').selectOption({ index: 1 })
    await card.getByRole('button', { name: 'Save the vacation' }).click()
    await doctor.page.getByText('Your vacation is saved.').waitFor()
    await card.getByText(/booked visits? waits? for a handover/).waitFor()
    await look(doctor, 'vacation')

    const patient = await signIn(house.account('patient'))
    await patient.page.goto(`${house.url}/doctors`)
    await patient.page.getByText(/Away until/).waitFor()
    await patient.page.getByRole('link', { name: /^See / }).first().waitFor()
    await mustBeAccessible(patient.page, 'the directory with somebody away')

    const desk = await signIn(house.account('reception'))
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
  },
)

async function signIn(account: Account, entrance: Entrance = {}): Promise<Visitor & { name: string }> {
  const visitor = await signInAt(house, account, entrance)
  return { ...visitor, name: (await visitor.page.locator('header').first().innerText()) ?? '' }
}

async function call(role: string, method: string, path: string, body?: object) {
  const account = house.account(role)
  const json = { 'content-type': 'application/json' }
  const login = JSON.stringify({ login: account.login, password: account.password })
  const grant = await (await fetch(`${house.url}/api/auth/login`, { method: 'POST', headers: json, body: login })).json()
  const authorization = `Bearer ${grant.accessToken}`
  const answer = await fetch(`${house.url}/api${path}`, {
    method,
    headers: { authorization, ...(body && json) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
  return answer.status === 204 ? null : answer.json()
}

/** One of whom no other story speaks. */
async function thirdDoctor(): Promise<{ id: string; displayName: string }> {
  return (await call('patient', 'GET', '/doctors')).items.at(-1)
}

async function someTime(doctorId: string): Promise<{ start: string; end: string }> {
  const from = new Date(Date.now() + 2 * 86_400_000).toISOString()
  const to = new Date(Date.now() + 12 * 86_400_000).toISOString()
  return (await call('patient', 'GET', `/doctors/${doctorId}/slots?from=${from}&to=${to}`)).items[3]
}

function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}
