import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, pia, rita } from '../../../tests/people.ts'

const day = 86_400_000

describe('the directory', () => {
  test('[F53 part] shows a patient every doctor of their organisation and none of another', async () => {
    const clinic = await openClinic()
    const { items, next } = await (await clinic.as(pia)).listDoctors()
    expect(items.map((doctor) => doctor.displayName).sort()).toEqual([drAna.displayName, drIdan.displayName])
    expect(next).toBeNull()
    expect(items.find((doctor) => doctor.displayName === drAna.displayName)).toMatchObject({
      id: clinic.who(drAna).doctorId,
      languages: ['en', 'en'],
      vacation: false,
      timeZone: 'Asia/Jerusalem',
    })
    expect((await (await clinic.as(hanna)).listDoctors()).items.map((doctor) => doctor.displayName)).toEqual([drOtto.displayName])
  })

  test('is filtered by language and specialty, and told page by page', async () => {
    const clinic = await openClinic()
    const client = await clinic.as(pia)
    const names = async (query: { language?: string; specialty?: string }) =>
      (await client.listDoctors({ query })).items.map((doctor) => doctor.displayName)
    expect(await names({ language: 'he' })).toEqual([drIdan.displayName])
    expect(await names({ language: 'HE' })).toEqual([drIdan.displayName])
    expect(await names({ language: 'he-IL' })).toEqual([])
    expect(await names({ specialty: 'general practice' })).toHaveLength(2)
    expect(await names({ specialty: 'surgery' })).toEqual([])

    const first = await client.listDoctors({ query: { limit: 1 } })
    const second = await client.listDoctors({ query: { limit: 1 } }, { cursor: first.next ?? '' })
    expect([...first.items, ...second.items].map((doctor) => doctor.displayName).sort()).toEqual([drAna.displayName, drIdan.displayName])
    expect(second.next).toBeNull()
  })

  test.each([
    ['of no list', 'bm9uc2Vuc2U'],
    ['of another list', Buffer.from('["x"]').toString('base64url')],
    ['cut short', 'WyI'],
  ])('a cursor %s is refused by its name', async (_, cursor) => {
    const clinic = await openClinic()
    await expect((await clinic.as(pia)).listDoctors({ query: { cursor } })).rejects.toMatchObject({
      status: 400,
      errors: [{ field: 'cursor' }],
    })
  })

  test('tells the first slot that is free, and none of a doctor on vacation', async () => {
    const clinic = await openClinic()
    const client = await clinic.as(pia)
    const { items } = await client.readSlots({ params: { id: anaOf(clinic) }, query: fortnight(clinic) })
    const [first, second] = items
    const params = { id: anaOf(clinic) }
    expect((await client.readDoctor({ params })).firstFree).toBe(first?.start)
    await client.bookAppointment({ body: { doctorId: anaOf(clinic), start: first?.start ?? '', end: first?.end ?? '' } })
    expect((await client.readDoctor({ params })).firstFree).toBe(second?.start)
    const directory = await client.listDoctors()
    expect(Object.fromEntries(directory.items.map((doctor) => [doctor.displayName, doctor.firstFree]))).toEqual({
      [drAna.displayName]: second?.start,
      [drIdan.displayName]: first?.start,
    })
    await clinic.sql("update doctors set vacation_from = now() - interval '1 day'")
    expect(await client.readDoctor({ params })).not.toHaveProperty('firstFree')
  })

  test('[F29 part] a doctor of another organisation is as absent as one that never was', async () => {
    const clinic = await openClinic()
    const client = await clinic.as(hanna)
    for (const id of [anaOf(clinic), randomUUID()]) {
      await expect(client.readDoctor({ params: { id } })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
      await expect(client.readSlots({ params: { id }, query: fortnight(clinic) })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
    }
  })

  test('is not for an auditor', async () => {
    const clinic = await openClinic()
    await expect((await clinic.as(aud)).listDoctors()).rejects.toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })
})

describe('working hours', () => {
  const monday = { weekday: 1, from: '09:00', to: '12:30', slotMinutes: 45 }

  test('[F39 part] a doctor sets their own, and the slots follow', async () => {
    const clinic = await openClinic()
    const ana = await clinic.as(drAna)
    const before = await ana.readAvailability({ params: { id: 'me' } })
    expect(before).toMatchObject({ timeZone: 'Asia/Jerusalem', version: 1 })
    expect(before.weekly).toHaveLength(6)
    const late = { ...monday, weekday: 3, from: '22:00', to: '24:00', slotMinutes: 60, validFrom: '2020-01-01' }
    const after = await ana.setAvailability({
      params: { id: 'me' },
      body: { timeZone: 'america/new_york', weekly: [late, monday] },
      version: before.version,
    })
    expect(after).toEqual({ timeZone: 'America/New_York', weekly: [monday, late], overrides: [], version: 2 })
    expect(await ana.readAvailability({ params: { id: anaOf(clinic) } })).toEqual(after)
    const { timeZone, items } = await (await clinic.as(pia)).readSlots({ params: { id: anaOf(clinic) }, query: fortnight(clinic) })
    const wall = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' })
    expect(new Set(items.map(({ start }) => wall.format(new Date(start))))).toEqual(
      new Set(['Mon 09:00', 'Mon 09:45', 'Mon 10:30', 'Mon 11:15', 'Wed 22:00', 'Wed 23:00']),
    )
  })

  test('the version its caller saw is asked for, and a stale one changes nothing', async () => {
    const clinic = await openClinic()
    const ana = await clinic.as(drAna)
    const given = { params: { id: 'me' }, body: { timeZone: 'UTC', weekly: [monday] } }
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => ana.setAvailability({ ...given, version: 1 })))
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    expect(answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))).toEqual(
      Array(5).fill(expect.objectContaining({ status: 412, code: 'VERSION_CONFLICT' })),
    )
    expect(await ana.readAvailability({ params: { id: 'me' } })).toEqual({ timeZone: 'UTC', weekly: [monday], overrides: [], version: 2 })
    const bare = await fetch(`${clinic.url}/api/doctors/me/availability`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await clinic.token(drAna)}`, 'content-type': 'application/json' },
      body: JSON.stringify(given.body),
    })
    expect(bare.status).toBe(428)
    const read = await fetch(`${clinic.url}/api/doctors/me/availability`, {
      headers: { authorization: `Bearer ${await clinic.token(drAna)}` },
    })
    expect(read.headers.get('etag')).toBe('"2"')
  })

  test('a rule that cannot stand is refused by its place, an unknown zone by its name, and nothing is written', async () => {
    const clinic = await openClinic()
    const ana = await clinic.as(drAna)
    const set = (body: { timeZone: string; weekly: (typeof monday)[] }) => ana.setAvailability({ params: { id: 'me' }, body, version: 1 })
    const overlapping = { ...monday, from: '12:00', to: '13:00' }
    await expect(set({ timeZone: 'UTC', weekly: [monday, overlapping] })).rejects.toMatchObject({
      status: 400,
      errors: [{ field: 'weekly.1' }],
    })
    await expect(set({ timeZone: 'Mars/Olympus', weekly: [monday] })).rejects.toMatchObject({
      status: 400,
      errors: [{ field: 'timeZone' }],
    })
    expect((await ana.readAvailability({ params: { id: 'me' } })).version).toBe(1)
  })

  test('are set by who runs the organisation, read by reception, and hidden from colleagues', async () => {
    const clinic = await openClinic()
    const params = { id: anaOf(clinic) }
    const body = { timeZone: 'UTC', weekly: [monday] }
    const [idan, otto, desk, admin] = await Promise.all([drIdan, drOtto, rita, max].map((person) => clinic.as(person)))
    for (const other of [idan, otto]) {
      await expect(other?.readAvailability({ params })).rejects.toMatchObject({ status: 404 })
      await expect(other?.setAvailability({ params, body, version: 1 })).rejects.toMatchObject({ status: 404 })
    }
    await expect(desk?.setAvailability({ params, body, version: 1 })).rejects.toMatchObject({ status: 403 })
    await expect(admin?.readAvailability({ params: { id: 'me' } })).rejects.toMatchObject({ status: 404 })
    expect((await admin?.setAvailability({ params, body, version: 1 }))?.version).toBe(2)
    expect((await desk?.readAvailability({ params }))?.weekly).toEqual([monday])
    expect(await clinic.events('doctor.availability-set')).toMatchObject([
      { outcome: 'denied' },
      { outcome: 'denied' },
      { outcome: 'denied' },
      { outcome: 'allowed', resource_id: params.id, resource_version: 2, rule: 'admin:availability.write:organisation' },
    ])
  })
})

describe('free slots', () => {
  test('lie in the future, and a range that is empty, too long or no time at all is refused by its field', async () => {
    const clinic = await openClinic()
    const client = await clinic.as(pia)
    const slots = (from: string, to: string) => client.readSlots({ params: { id: anaOf(clinic) }, query: { from, to } })
    const now = clinic.clock.now().getTime()
    const at = (days: number) => new Date(now + days * day).toISOString()
    const { items } = await slots(at(-7), at(7))
    expect(items.every(({ start }) => new Date(start).getTime() > now)).toBe(true)
    await expect(slots(at(1), at(1))).rejects.toMatchObject({ status: 400, errors: [{ field: 'from' }] })
    await expect(slots(at(1), at(64))).rejects.toMatchObject({ status: 400, errors: [{ field: 'to' }] })
    await expect(slots('2016-12-31', at(1))).rejects.toMatchObject({ status: 400, errors: [{ field: 'from' }] })
    await expect(slots('0000-01-01T00:00:00Z', at(1))).rejects.toMatchObject({ status: 400, errors: [{ field: 'from' }] })
  })

  test('where there are none, the answer says why', async () => {
    const clinic = await openClinic()
    const client = await clinic.as(pia)
    const from = clinic.clock.now().getTime()
    const none = async (first: number, last: number) => {
      const query = { from: new Date(from + first).toISOString(), to: new Date(from + last).toISOString() }
      return (await client.readSlots({ params: { id: anaOf(clinic) }, query })).none
    }
    expect(await none(0, 7 * day)).toBeUndefined()
    expect(await none(-7 * day, -1)).toBe('too-soon')
    expect(await none(366 * day, 373 * day)).toBe('beyond-horizon')
    await clinic.sql(`delete from weekly_hours`)
    expect(await none(0, 7 * day)).toBe('no-hours')
    await clinic.sql("update doctors set vacation_from = now() - interval '1 day'")
    expect(await none(0, 7 * day)).toBe('vacation')
  })
})

function anaOf(clinic: Awaited<ReturnType<typeof openClinic>>): string {
  return clinic.who(drAna).doctorId ?? ''
}

function fortnight(clinic: Awaited<ReturnType<typeof openClinic>>): { from: string; to: string } {
  const now = clinic.clock.now().getTime()
  return { from: new Date(now).toISOString(), to: new Date(now + 14 * day).toISOString() }
}
