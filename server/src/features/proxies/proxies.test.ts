import { randomUUID } from 'node:crypto'
import { createClient } from '@wardkeep/client'
import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, hanna, max, mira, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { giveHistory, measurement } from '../patients/history.fixture.ts'
import { assign, note } from '../records/records.fixture.ts'
import { freeTimes } from '../scheduling/visits.fixture.ts'
import { all, bornOn, chartOf, linked, open, shut } from './proxies.fixture.ts'

const day = 86_400

describe('what a proxy sees', () => {
  test('[B198] a patient sees nobody’s data but their own, until a guardian is linked: then the chart, history, trends, signed records and who looked, and never a draft', async () => {
    const clinic = await openClinic()
    await assign(clinic, drAna, pia)
    await giveHistory(clinic, pia, [measurement('2024-01-01', 70)])
    const ana = await clinic.as(drAna)
    const id = chartOf(clinic, pia)
    const draft = await ana.createRecord({ body: { patientId: id, ...note } })
    const signed = await ana.createRecord({ body: { patientId: id, ...note } })
    await ana.signRecord({ params: { id: signed.id }, body: {} })
    const client = await clinic.as(paul)
    expect(await all(clinic)).toEqual(shut)
    const own = (await client.listPatients({ query: {} })).items
    expect(own.map((chart) => [chart.id, chart.relation])).toEqual([[chartOf(clinic, paul), 'self']])

    const link = await linked(clinic)
    expect(link).toMatchObject({
      capacity: 'carer',
      scopes: ['read', 'book'],
      state: 'live',
      proxy: { displayName: paul.displayName },
      can: ['end'],
    })
    expect(await all(clinic)).toEqual(open)
    const both = (await client.listPatients({ query: {} })).items.map((chart) => [chart.id, chart.relation])
    expect(both.toSorted()).toEqual([...own.map((chart) => [chart.id, 'self']), [id, 'proxy']].toSorted())
    expect((await client.readHistory({ params: { id }, query: {} })).items).toHaveLength(1)
    expect((await client.listRecords({ query: { patientId: id } })).items.map((record) => record.id)).toEqual([signed.id])
    await expect(client.readRecord({ params: { id: draft.id } })).rejects.toMatchObject({ status: 404 })
    expect((await client.readRecord({ params: { id: signed.id } })).title).toBe(note.title)
    expect(await client.verifyRecord({ params: { id: signed.id }, query: {} })).toMatchObject({ valid: true })
    expect((await client.listProxied()).items.map(({ patient }) => patient)).toEqual([{ id, displayName: pia.displayName }])
    const looked = async (person: Person) =>
      (await (await clinic.as(person)).readAccessLog({ params: { id }, query: { limit: 100 } })).items
    const known = await looked(pia)
    expect(known.map(({ what }) => what)).toContain('record.signed')
    expect((await looked(paul)).slice(1)).toEqual(known)
  })

  test('[F27 part] a proxy never signs, writes, changes the patient’s details, links others or hears of other proxies', async () => {
    const clinic = await openClinic()
    await assign(clinic, drAna, pia)
    await linked(clinic)
    const client = await clinic.as(paul)
    const id = chartOf(clinic, pia)
    const draft = await (await clinic.as(drAna)).createRecord({ body: { patientId: id, ...note } })
    await expect(client.signRecord({ params: { id: draft.id }, body: {} })).rejects.toMatchObject({ status: 403 })
    await expect(client.createRecord({ body: { patientId: id, ...note } })).rejects.toMatchObject({ status: 403 })
    await expect(client.updatePatient({ params: { id }, version: 1, body: { language: 'en' } })).rejects.toMatchObject({ status: 404 })
    await expect(client.listProxies({ params: { id }, query: {} })).rejects.toMatchObject({ status: 404 })
    const body = { email: paul.email, capacity: 'carer' as const, scopes: ['read' as const] }
    await expect(client.linkProxy({ params: { id }, body })).rejects.toMatchObject({ status: 403 })
    // The same below the permits: the database lets a proxy change no row of the chart.
    const { tenantId, userId, patientId = '' } = clinic.who(paul)
    const context = { tenant: tenantId, user: userId, role: 'patient', patient: patientId, now: clinic.clock.now().toISOString() }
    expect(await clinic.sqlAsApp(context, 'select id from patients where id = $1', [id])).toHaveLength(1)
    await expect(clinic.sqlAsApp(context, `update patients set language = 'xx' where id = $1`, [id])).rejects.toThrow('row-level security')
    await expect(clinic.sqlAsApp(context, `update records set state = 'signed' where patient_id = $1 returning id`, [id])).resolves.toEqual(
      [],
    )
  })

  test('a link for reading opens no visits; one for visits books, sees and cancels them, with the notice that patients give', async () => {
    const clinic = await openClinic()
    const patientId = chartOf(clinic, pia)
    const client = await clinic.as(paul)
    const [slot, other] = await freeTimes(clinic)
    if (slot === undefined || other === undefined) throw new Error('the cast has hours')
    const first = await linked(clinic, ['read'])
    await expect(client.bookAppointment({ body: { ...slot, patientId } })).rejects.toMatchObject({ status: 404 })
    await expect(client.listAppointments({ query: { patientId } })).rejects.toMatchObject({ status: 404 })
    await client.endProxy({ params: { id: patientId, relationId: first.id }, body: {} })
    await linked(clinic)
    const visit = await client.bookAppointment({ body: { ...slot, patientId, reason: 'Cough' } })
    expect(visit).toMatchObject({
      patient: { id: patientId, displayName: pia.displayName },
      reason: 'Cough',
      can: ['cancel', 'reschedule'],
    })
    expect((await client.listAppointments({ query: { patientId } })).items.map(({ id }) => id)).toContain(visit.id)
    expect((await client.listAppointments({ query: {} })).items.map(({ id }) => id)).not.toContain(visit.id)
    expect((await client.readAppointment({ params: { id: visit.id } })).reason).toBe('Cough')
    const seen = (await (await clinic.as(pia)).listAppointments({ query: {} })).items
    expect(seen.map(({ id }) => id)).toContain(visit.id)
    const cancelled = await client.cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
    expect(cancelled.status).toBe('cancelled')
    const late = await client.bookAppointment({ body: { ...other, patientId } })
    clinic.clock.pass((new Date(late.start).getTime() - clinic.clock.now().getTime()) / 1000 - 3600)
    const again = await clinic.as(paul)
    await expect(again.cancelAppointment({ params: { id: late.id }, body: { reason: 'other' } })).rejects.toMatchObject({
      code: 'TOO_LATE_TO_CANCEL',
    })
  })

  test('who has no chart of their own acts for others all the same', async () => {
    const clinic = await openClinic()
    await clinic.sql('update users set patient_id = null where id = $1', [clinic.who(paul).userId])
    await linked(clinic)
    expect(await all(clinic)).toEqual(open)
    expect((await (await clinic.as(paul)).listPatients({ query: {} })).items.map(({ relation }) => relation)).toEqual(['proxy'])
    expect((await (await clinic.as(paul)).listAppointments({ query: {} })).items).toEqual([])
  })
})

describe('when it ends', () => {
  test('[F36] a guardian sees a minor’s chart until the age that the organisation set, and not on the first request after that birthday', async () => {
    const clinic = await openClinic()
    const now = clinic.clock.now()
    const turns = new Date(now.getTime() + 40 * day * 1000)
    await clinic.sql('update organisations set proxy_until_age = 16')
    await bornOn(clinic, pia, `${turns.getUTCFullYear() - 16}${turns.toISOString().slice(4, 10)}`)
    const link = await linked(clinic, ['read'], { capacity: 'guardian', until: new Date(now.getTime() + 900 * day * 1000).toISOString() })
    const until = new Date(link.until ?? 0)
    expect(Math.abs(until.getTime() - turns.getTime())).toBeLessThan(2 * day * 1000)
    expect(await all(clinic)).toEqual(open)
    clinic.clock.pass((until.getTime() - clinic.clock.now().getTime()) / 1000 - 30)
    expect(await all(clinic)).toEqual(open)
    clinic.clock.pass(31)
    expect(await all(clinic)).toEqual(shut)
    expect((await (await clinic.as(paul)).listProxied()).items).toEqual([])
    expect((await (await clinic.as(paul)).listPatients({ query: {} })).items).toHaveLength(1)
  })

  test('an end that was asked for closes the chart by the clock, on the next request', async () => {
    const clinic = await openClinic()
    await linked(clinic, ['read'], { until: new Date(clinic.clock.now().getTime() + 120_000).toISOString() })
    expect(await all(clinic)).toEqual(open)
    clinic.clock.pass(121)
    expect(await all(clinic)).toEqual(shut)
  })

  test('patient, proxy and admin end a link at once; a minor does not, nor does anybody else', async () => {
    const clinic = await openClinic()
    const id = chartOf(clinic, pia)
    for (const person of [pia, paul, max]) {
      const link = await linked(clinic)
      const params = { id, relationId: link.id }
      for (const other of [drAna, rita, aud])
        await expect((await clinic.as(other)).endProxy({ params, body: {} })).rejects.toMatchObject({ status: 403 })
      for (const other of [hanna, mira])
        await expect((await clinic.as(other)).endProxy({ params, body: {} })).rejects.toMatchObject({ status: 404 })
      const client = await clinic.as(person)
      expect(await client.endProxy({ params, body: {} })).toMatchObject({ state: 'ended', can: [] })
      expect(await all(clinic)).toEqual(shut)
      await expect(client.endProxy({ params, body: {} })).rejects.toMatchObject({ status: 409, code: 'PROXY_ENDED' })
    }
    await bornOn(clinic, pia, '2020-05-05')
    const link = await linked(clinic, ['read'], { capacity: 'guardian' })
    const params = { id, relationId: link.id }
    await expect((await clinic.as(pia)).endProxy({ params, body: {} })).rejects.toMatchObject({ status: 409, code: 'NOT_OF_AGE' })
    expect(await all(clinic)).toEqual(open)
    await (await clinic.as(paul)).endProxy({ params, body: {} })
    expect(await all(clinic)).toEqual(shut)
  })

  test('[F36 part] of those who read while a link is ended, none who begins after the ending was answered is served, in this process or another', async () => {
    const clinic = await openClinic()
    const id = chartOf(clinic, pia)
    const token = await clinic.token(paul)
    const addresses = [clinic.url, await clinic.another()]
    for (let round = 0; round < 3; round += 1) {
      const { id: relationId } = await linked(clinic)
      const seen: { begun: number; status: number }[] = []
      let stop = false
      const readers = addresses.map(async (baseUrl) => {
        const client = createClient({ baseUrl, credentials: { kind: 'bearer', token: () => token } })
        while (!stop) {
          const begun = performance.now()
          const status = await client.readPatient({ params: { id } }).then(
            () => 200,
            (problem: unknown) => Number(Object(problem).status),
          )
          seen.push({ begun, status })
        }
      })
      await expect.poll(() => seen.filter(({ status }) => status === 200).length).toBeGreaterThan(4)
      await (await clinic.as(max)).endProxy({ params: { id, relationId }, body: {} })
      const answered = performance.now()
      await expect.poll(() => seen.filter(({ begun }) => begun > answered).length).toBeGreaterThan(4)
      stop = true
      await Promise.all(readers)
      expect(seen.filter(({ begun, status }) => begun > answered && status !== 404)).toEqual([])
    }
  })
})

describe('what is on record', () => {
  test('[F27 part] every act of a proxy stands in the journal on behalf of the patient, and the patient’s list of who looked names who acted', async () => {
    const clinic = await openClinic()
    const patientId = chartOf(clinic, pia)
    await linked(clinic)
    const before = (await clinic.events()).length
    const client = await clinic.as(paul)
    expect(await all(clinic)).toEqual(open)
    const [slot] = await freeTimes(clinic, max)
    if (slot === undefined) throw new Error('the cast has hours')
    const visit = await client.bookAppointment({ body: { ...slot, patientId } })
    await client.listAppointments({ query: { patientId } })
    await client.cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
    await client.readPatient({ params: { id: chartOf(clinic, paul) } })
    const left = (await clinic.events()).slice(before).filter((event) => event.actor_id === clinic.who(paul).userId)
    const own = left.filter((event) => String(event.rule).endsWith(':self'))
    expect(own.map((event) => [event.action, event.on_behalf_of])).toEqual([['patient.read', null]])
    const acts = left.filter((event) => /:(proxy|booker)$/.test(String(event.rule)))
    expect(acts.map((event) => String(event.action)).toSorted()).toEqual([
      'appointment.booked',
      'appointment.cancelled',
      'appointment.listed',
      'care-team.read',
      'patient.access-log-read',
      'patient.history-read',
      'patient.read',
      'patient.trends-read',
      'record.listed',
    ])
    for (const event of acts) expect(event).toMatchObject({ on_behalf_of: patientId, patient_ids: [patientId] })
    const looked = (await (await clinic.as(pia)).readAccessLog({ params: { id: patientId }, query: {} })).items
    const mine = looked.filter((entry) => entry.who.name === paul.displayName)
    expect(mine.length).toBeGreaterThanOrEqual(acts.length)
    for (const entry of mine) expect(entry).toMatchObject({ onBehalfOf: patientId, who: { role: 'patient' } })
    const told = (await (await clinic.as(aud)).listEvents({ query: { actor: clinic.who(paul).userId, action: 'appointment.booked' } }))
      .items
    expect(told).toMatchObject([{ onBehalfOf: patientId }])
  })

  test('the explanation says as what, since when and in what somebody acts, and that it is over', async () => {
    const clinic = await openClinic()
    const link = await linked(clinic)
    const ask = async (action: 'patient.read' | 'appointment.book' | 'access-log.read' | 'patient.update') =>
      (await clinic.as(max)).explainAccess({
        query: { user: clinic.who(paul).userId, action, resource: `patient:${chartOf(clinic, pia)}` },
      })
    const fact = { id: link.id, source: 'proxy', capacity: 'carer', mayBook: true, state: 'live', from: link.from }
    expect(await ask('patient.read')).toMatchObject({ allowed: true, rule: 'patient:patient.read:proxy', facts: [fact] })
    expect(await ask('access-log.read')).toMatchObject({ allowed: true, rule: 'patient:access-log.read:proxy' })
    expect(await ask('appointment.book')).toMatchObject({ allowed: true, rule: 'patient:appointment.book:booker' })
    expect(await ask('patient.update')).toMatchObject({ allowed: false })
    await (await clinic.as(paul)).endProxy({ params: { id: chartOf(clinic, pia), relationId: link.id }, body: {} })
    expect(await ask('patient.read')).toMatchObject({ allowed: false, reason: 'ended', facts: [{ source: 'proxy', state: 'ended' }] })
  })
})

describe('making a link', () => {
  test('of ten who link the same two at once, one does, and after the ending they can be linked anew', async () => {
    const clinic = await openClinic()
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => linked(clinic)))
    const made = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(made).toHaveLength(1)
    expect(tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))).toEqual(
      Array.from({ length: 9 }, () => 'ALREADY_PROXY'),
    )
    await (await clinic.as(max)).endProxy({ params: { id: chartOf(clinic, pia), relationId: made[0]?.id ?? '' }, body: {} })
    await expect(linked(clinic)).resolves.toMatchObject({ state: 'live' })
  })

  test('only a patient’s account of the same organisation acts for another, whoever is named instead', async () => {
    const clinic = await openClinic()
    const client = await clinic.as(max)
    const ask = (email: string, id: string) => client.linkProxy({ params: { id }, body: { email, capacity: 'carer', scopes: ['read'] } })
    for (const email of [pia.email, drAna.email, hanna.email, max.email, 'nobody@harbour.test'])
      await expect(ask(email, chartOf(clinic, pia)), email).rejects.toMatchObject({ status: 422, code: 'PROXY_UNKNOWN' })
    for (const id of [chartOf(clinic, hanna), randomUUID()]) await expect(ask(paul.email, id)).rejects.toMatchObject({ status: 404 })
    await expect(
      client.linkProxy({ params: { id: chartOf(clinic, pia) }, body: { email: paul.email, capacity: 'carer', scopes: ['book'] } }),
    ).rejects.toMatchObject({ status: 400 })
  })

  test('the database keeps a link as it was made: nobody widens it, moves its end away, or makes one to themselves', async () => {
    const clinic = await openClinic()
    const link = await linked(clinic, ['read'], { until: new Date(clinic.clock.now().getTime() + day * 1000).toISOString() })
    const admin = await contextOf(clinic, max)
    for (const change of ['may_book = true', `during = tstzrange(lower(during), null)`, `capacity = 'guardian'`])
      await expect(clinic.sqlAsApp(admin, `update care_relations set ${change} where id = $1`, [link.id])).rejects.toThrow(
        'a link only ends',
      )
    const own = await contextOf(clinic, paul)
    const { tenantId, userId } = clinic.who(paul)
    await expect(
      clinic.sqlAsApp(
        own,
        `insert into care_relations (tenant_id, id, patient_id, proxy_user_id, source, source_id, during, capacity, may_book)
         values ($1, $2, $3, $4, 'proxy', $2, tstzrange(now() + interval '9 days', null), 'carer', true)`,
        [tenantId, randomUUID(), chartOf(clinic, pia), userId],
      ),
    ).rejects.toThrow('row-level security')
    await expect(clinic.sql('update organisations set proxy_until_age = 11')).rejects.toThrow('proxy_until_age')
  })
})

async function contextOf(clinic: Clinic, person: Person): Promise<Record<string, string>> {
  const { tenantId, userId, role, patientId = '' } = clinic.who(person)
  return { tenant: tenantId, user: userId, role, patient: patientId, now: clinic.clock.now().toISOString() }
}
