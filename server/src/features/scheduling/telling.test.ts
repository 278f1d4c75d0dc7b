// A patient is told of what others do with their visits: once an act, and never what it was.
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, paul, pia, rita } from '../../../tests/people.ts'
import { linked } from '../proxies/proxies.fixture.ts'
import { cancel, entryOf, wait as standInLine, visitOfAnother } from '../waitlist/waitlist.fixture.ts'
import { booked, doctorOf, freeTimes, patientOf } from './visits.fixture.ts'

test('who books, moves or cancels for a patient tells them so by one mail an act, whatever they said about reminders, and all these mails say the same', async () => {
  const clinic = await openClinic()
  await (await clinic.as(pia)).setReminders({ body: { mail: false } })
  const desk = await clinic.as(rita)
  const patientId = patientOf(clinic, pia)
  const [first, second, third, fourth] = await freeTimes(clinic)
  if (!first || !second || !third || !fourth) throw new Error('the cast has hours on six days a week')
  const book = () => desk.bookAppointment({ body: { ...first, patientId, reason: 'Cough since Sunday' } }, { idempotencyKey: 'once' })
  const visit = await book()
  expect((await book()).id).toBe(visit.id)
  expect(await told(clinic)).toBe(1)
  const to = { start: second.start, end: second.end }
  const { id } = await desk.rescheduleAppointment({ params: { id: visit.id }, body: to })
  expect(await told(clinic)).toBe(2)
  await (await clinic.as(drAna)).cancelAppointment({ params: { id }, body: { reason: 'doctor-unavailable', note: 'Ill' } })
  expect(await told(clinic)).toBe(3)
  const series = { doctorId: doctorOf(clinic, drAna), patientId, start: third.start, end: third.end, everyDays: 7, count: 3 }
  await desk.bookSeries({ body: series })
  expect(await told(clinic)).toBe(4)
  await expect(desk.bookAppointment({ body: { ...third, patientId } })).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  expect(await told(clinic)).toBe(4)

  const mails = (await (await clinic.as(pia)).listMailbox({ query: {} })).items
  expect([...new Set(mails.map(({ subject, text, link }) => JSON.stringify([subject, text, link])))]).toHaveLength(1)
  expect(mails[0]).toMatchObject({ to: pia.email, template: 'visit-changed', language: 'he', link: '/visits' })
  expect(`${mails[0]?.subject} ${mails[0]?.text}`).not.toMatch(/Ana|Pia|Levi|Harbour|Cough|Ill|\d{2}:\d{2}/)
})

test('nobody is told of what they did themselves or who acts for them did, and of a time that the desk took for them from the line they are', async () => {
  const clinic = await openClinic()
  const freed = await visitOfAnother(clinic)
  await standInLine(clinic, pia)
  await cancel(clinic, rita, freed.id)
  const desk = await clinic.as(rita)
  await desk.acceptOffer({ params: { id: (await entryOf(clinic, pia))?.id ?? '' }, body: {} })
  expect(await told(clinic)).toBe(1)

  const own = await booked(clinic)
  const [, , later] = await freeTimes(clinic)
  const moved = await (await clinic.as(pia)).rescheduleAppointment({
    params: { id: own.id },
    body: { start: later?.start ?? '', end: later?.end ?? '' },
  })
  await cancel(clinic, pia, moved.id)
  await linked(clinic)
  const forPia = await booked(clinic, paul, drAna, { patientId: patientOf(clinic, pia) })
  await cancel(clinic, paul, forPia.id)
  expect(await told(clinic)).toBe(1)
})

async function told(clinic: Clinic): Promise<number> {
  return (await clinic.sql(`select from mails where template = 'visit-changed'`)).length
}
