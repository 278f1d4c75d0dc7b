// A doctor goes on vacation and hands over; a patient who waits is offered what becomes free, and takes it.
import { type Client, createClient } from '@wardkeep/client'
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
