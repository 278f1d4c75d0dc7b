// Acting by a token that says so: it stands in the token and in the journal for whom and by whom, and it never signs nor proves who somebody is.
import { createClient } from '@wardkeep/client'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, hanna, paul, pia } from '../../../tests/people.ts'
import { nowhere } from '../../../tests/walk.ts'
import { isOnBehalf, relationsFor } from '../../security/policy.ts'
import { browse, send } from '../identity/identity.fixture.ts'
import { chartOf, linked } from '../proxies/proxies.fixture.ts'
import { assign, note } from '../records/records.fixture.ts'

/** Paul, who acts for Pia, with the token that says so. */
async function acting() {
  const clinic = await openClinic()
  const link = await linked(clinic)
  const id = chartOf(clinic, pia)
  const granted = await (await clinic.as(paul)).actFor({ body: { patientId: id } })
  return { clinic, link, id, granted, client: speaking(clinic, granted.accessToken) }
}

const speaking = (clinic: Clinic, token: string) =>
  createClient({ baseUrl: clinic.url, credentials: { kind: 'bearer', token: () => token } })
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

test('[F27] whoever acts for a patient is visible in the token as its actor and in every event as who did it on whose behalf, and reaches that patient alone', async () => {
  const { clinic, id, granted, client } = await acting()
  const { userId, patientId: own = '', tenantId } = clinic.who(paul)
  expect(granted).toMatchObject({ tokenType: 'Bearer', expiresIn: 300, actingFor: id })
  expect(claimsOf(granted.accessToken)).toMatchObject({ sub: id, act: { sub: userId }, tid: tenantId, role: 'patient' })

  expect((await client.listPatients({ query: {} })).items.map((item) => item.id)).toEqual([id])
  expect((await client.readPatient({ params: { id } })).relation).toBe('proxy')
  await client.listRecords({ query: { patientId: id } })
  await client.listAppointments({ query: {} })
  // Their own chart is another errand, and every other one never was there.
  for (const other of [own, chartOf(clinic, hanna), nowhere])
    await expect(client.readPatient({ params: { id: other } })).rejects.toMatchObject({ status: 404 })
  await expect(client.updatePatient({ params: { id }, version: 1, body: { language: 'en' } })).rejects.toMatchObject({ status: 403 })

  const events = await clinic.sql(
    `select action::text, outcome, actor_id, on_behalf_of from audit_events
     where actor_id = $1 and sequence >= (select sequence from audit_events where action = 'proxy.acting') order by sequence`,
    [userId],
  )
  expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'proxy.acting allowed',
    'patient.listed allowed',
    'patient.read allowed',
    'record.listed allowed',
    'appointment.listed allowed',
    'patient.read denied',
    'patient.read denied',
    'patient.read denied',
    'patient.updated denied',
  ])
  for (const event of events) expect(event).toMatchObject({ actor_id: userId, on_behalf_of: id })
})

test('[F27] such a token signs nothing and proves nobody: of all endpoints it is let into those that are done on behalf, and into no step-up, no session, no record that waits for a signature', async () => {
  const { clinic, id, granted, client } = await acting()
  await assign(clinic, drAna, pia)
  const draft = await (await clinic.as(drAna)).createRecord({ body: { patientId: id, ...note } })
  await expect(client.signRecord({ params: { id: draft.id }, body: {} })).rejects.toMatchObject({ status: 403 })
  await expect(client.stepUp({ body: { method: 'password', password: castPassword } })).rejects.toMatchObject({ status: 403 })
  await expect(client.actFor({ body: { patientId: id } })).rejects.toMatchObject({ status: 403 })
  expect(await clinic.sql('select * from record_signatures')).toEqual([])

  const entered: string[] = []
  for (const [name, endpoint] of Object.entries<Endpoint>(api).filter(([, { access }]) => access !== 'public')) {
    const [path = ''] = pathsOf(endpoint)
    const answer = await fetch(clinic.url + path.replaceAll(/:\w+/g, nowhere), {
      method: endpoint.method,
      headers: { authorization: `Bearer ${granted.accessToken}`, 'content-type': 'application/json', 'if-match': '"1"' },
      ...(endpoint.body && { body: '{}' }),
    })
    const { access } = endpoint
    const isDoneOnBehalf = access !== 'public' && relationsFor('patient', access).some(isOnBehalf)
    if (answer.status !== 403) entered.push(name)
    expect(answer.status === 403, name).toBe(!isDoneOnBehalf)
  }
  expect(entered).toEqual(expect.arrayContaining(['listPatients', 'readRecord', 'bookAppointment', 'cancelAppointment']))
  expect(entered).not.toEqual(expect.arrayContaining(['signRecord']))
  // Whatever the role: what a role signs with is nothing that is done on behalf.
  for (const role of ['patient', 'doctor', 'admin']) expect(relationsFor(role, 'record.sign').some(isOnBehalf)).toBe(false)
})

test('[F27 part] the token falls with the link, with the session and after its five minutes; nobody gets one for whom they do not act, nor by a cookie', async () => {
  const { clinic, link, id, client } = await acting()
  for (const [person, other] of [
    [paul, chartOf(clinic, paul)],
    [paul, chartOf(clinic, hanna)],
    [paul, nowhere],
    [pia, id],
    [hanna, id],
  ] as const)
    await expect((await clinic.as(person)).actFor({ body: { patientId: other } })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
  const { cookie, csrf } = await browse(clinic, paul)
  const headers = { cookie, 'x-csrf-token': csrf, origin: 'http://localhost:8080' }
  expect((await send(clinic, 'POST', '/api/auth/acting', { headers, body: { patientId: id } })).body).toMatchObject({
    code: 'BEARER_REQUIRED',
  })

  await (await clinic.as(pia)).endProxy({ params: { id, relationId: link.id }, body: {} })
  await expect(client.readPatient({ params: { id } })).rejects.toMatchObject({ status: 404 })
  expect((await client.listPatients({ query: {} })).items).toEqual([])
  await clinic.sql('update sessions set ended_at = now() where user_id = $1', [clinic.who(paul).userId])
  await expect(client.listPatients({ query: {} })).rejects.toMatchObject({ status: 401 })
  const again = await acting()
  again.clinic.clock.pass(301)
  await expect(again.client.listPatients({ query: {} })).rejects.toMatchObject({ status: 401 })
})

test('[F27 part] what renews the facts of a session does not widen it: after a change of the session the token still reaches the one patient', async () => {
  const { clinic, id, client } = await acting()
  await client.readPatient({ params: { id } })
  await clinic.sql('update sessions set epoch = epoch + 1 where user_id = $1', [clinic.who(paul).userId])
  await expect(client.readPatient({ params: { id: chartOf(clinic, paul) } })).rejects.toMatchObject({ status: 404 })
  expect((await client.listPatients({ query: {} })).items.map((item) => item.id)).toEqual([id])
  const doctorId = clinic.who(drAna).doctorId ?? ''
  const [from, to] = [clinic.clock.now(), new Date(clinic.clock.now().getTime() + 14 * 86_400_000)].map((time) => time.toISOString())
  const slots = await (await clinic.as(pia)).readSlots({ params: { id: doctorId }, query: { from: from ?? '', to: to ?? '' } })
  const slot = slots.items.at(-1) ?? { start: '', end: '' }
  const visit = await client.bookAppointment({ body: { doctorId, ...slot } })
  expect(visit.patient.id).toBe(id)
  expect((await client.listAppointments({ query: {} })).items.map((item) => item.id)).toContain(visit.id)
})
