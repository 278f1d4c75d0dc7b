// The explanation against the API itself: what it says of somebody is what they are answered, by the rule that the journal keeps.
import { randomUUID } from 'node:crypto'
import { explainedAbout } from '@wardkeep/contract/access.ts'
import { permissions } from '@wardkeep/contract/permissions.ts'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, mira, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { makeThings, readMatrix, step, type Thing, type World, walked } from '../../../tests/walk.ts'

const harbour = [pia, paul, drAna, drIdan, rita, aud, max]

async function explain(clinic: Clinic, user: string, action: (typeof permissions)[number], resource?: string, by: Person = max) {
  return (await clinic.as(by)).explainAccess({ query: { user, action, ...(resource && { resource }) } })
}

/** An endpoint that asks for each permission on each kind of thing. */
function endpointFor(permission: string, type: string) {
  return walked.find(([name, endpoint]) => endpoint.access === permission && aboutType(name, endpoint.path) === type)
}

function aboutType(name: string, path: string): string | undefined {
  const [, noun] = /^\/(\w+)s\/:id/.exec(path) ?? []
  return noun ?? { bookAppointment: 'patient', createRecord: 'patient', listRecords: 'patient' }[name]
}

test('[F33] for every permission, person and thing, the explanation says what the API then does, and names the rule that the journal keeps', async () => {
  const clinic = await openClinic()
  const world = await makeThings(clinic)
  const wrong: string[] = []
  let compared = 0
  let rules = 0
  for (const [permission, types] of Object.entries(explainedAbout)) {
    const action = permissions.find((name) => name === permission) ?? 'session.own'
    for (const type of types) {
      const pair = endpointFor(permission, type)
      if (pair === undefined) throw new Error(`nothing asks for ${permission} on a ${type}`)
      for (const thing of thingsFor(world, type, permission)) {
        for (const person of harbour) {
          const told = await explain(clinic, clinic.who(person).userId, action, `${type}:${thing.id}`)
          const { status, requestId } = await step(clinic, world, person, pair, thing)
          const allowed = status !== 403 && status !== 404
          compared += 1
          if (told.allowed !== allowed || (told.reason === 'role') !== (status === 403))
            wrong.push(`${person.key} ${permission} ${type} ${thing.state ?? ''}: ${status}, explained as ${told.reason}`)
          if (status >= 300) continue
          const [event] = (await clinic.sql('select rule from audit_events where request_id = $1', [requestId])) ?? []
          rules += 1
          // A list and a new record are journalled by the rule of what they are about.
          expect(event?.rule, `${person.key} ${pair[0]}`).toBe(told.rule)
        }
      }
    }
  }
  expect(wrong).toEqual([])
  expect(compared).toBeGreaterThan(200)
  expect(rules).toBeGreaterThan(60)
}, 180_000)

/** The things of Harbour of a kind; a draft is neither verified nor signed here, since that would need or change its signature. */
function thingsFor(world: World, type: string, permission: string): Thing[] {
  return world.things.filter(
    (thing) => thing.type === type && thing.organisation === 'harbour' && !(thing.state === 'draft' && /sign|verify/.test(permission)),
  )
}

test('[F33] for every permission and role, and no thing, it says what the reviewed matrix says, and the page prints the matrix', async () => {
  const clinic = await openClinic()
  const matrix = await readMatrix()
  for (const person of harbour) {
    for (const action of permissions) {
      const told = await explain(clinic, clinic.who(person).userId, action, undefined, aud)
      const relations = matrix.get(`${person.role} ${action}`) ?? []
      expect(told, `${person.key} ${action}`).toMatchObject({
        allowed: relations.length > 0,
        reason: relations.length > 0 ? 'relation' : 'role',
        relations,
      })
    }
  }
  const page = await (await clinic.as(aud)).readPolicy()
  const printed = page.permissions.flatMap(({ name, grants }) => grants.map(({ role, relations }) => [`${role} ${name}`, relations]))
  expect(printed.sort()).toEqual([...matrix].filter(([, relations]) => relations.length > 0).sort())
})

test('[F33] a denial says what is missing: the role, the relation, its time, the account, or that the record is a draft of somebody else', async () => {
  const clinic = await openClinic()
  const { patientId = '' } = clinic.who(pia)
  const chart = `patient:${patientId}`
  const idan = clinic.who(drIdan).userId
  const client = await clinic.as(max)
  const body = { doctorId: clinic.who(drIdan).doctorId ?? '', cause: 'covering' as const }
  const reasons: string[] = []
  const ask = async () => {
    const told = await explain(clinic, idan, 'patient.read', chart)
    reasons.push(told.reason)
    return told
  }
  expect((await ask()).facts).toEqual([])
  const from = new Date(clinic.clock.now().getTime() + 60_000).toISOString()
  const place = await client.assignDoctor({ params: { id: patientId }, body: { ...body, from } })
  expect((await ask()).facts).toEqual([expect.objectContaining({ id: place.id, source: 'care-team', from, state: 'coming' })])
  clinic.clock.pass(61)
  expect(await ask()).toMatchObject({ allowed: true, rule: 'doctor:patient.read:assigned', facts: [{ state: 'live', cause: 'covering' }] })
  await client.endAssignment({ params: { id: patientId, relationId: place.id }, body: { ending: 'completed' } })
  expect((await ask()).facts).toEqual([expect.objectContaining({ state: 'ended', until: expect.any(String) })])
  await client.assignDoctor({ params: { id: patientId }, body })
  const ana = await clinic.as(drAna)
  await client.assignDoctor({ params: { id: patientId }, body: { ...body, doctorId: clinic.who(drAna).doctorId ?? '' } })
  const draft = await ana.createRecord({ body: { patientId, type: 'letter', title: 'x', sections: [{ text: 'x' }] } })
  reasons.push((await explain(clinic, idan, 'record.read', `record:${draft.id}`)).reason)
  reasons.push((await explain(clinic, idan, 'patient.update', chart)).reason)
  await client.updateUser({ params: { id: idan }, body: { active: false } })
  await ask()
  expect(reasons).toEqual(['no-relation', 'coming', 'relation', 'ended', 'draft', 'role', 'disabled'])
})

test('who or what is of another organisation cannot be told from who or what never was, and the question is in the journal of the patient', async () => {
  const clinic = await openClinic()
  const { patientId = '', userId } = clinic.who(pia)
  const questions = [
    { user: clinic.who(drOtto).userId, resource: `patient:${patientId}` },
    { user: randomUUID(), resource: `patient:${patientId}` },
    { user: userId, resource: `patient:${clinic.who(hanna).patientId}` },
    { user: userId, resource: `patient:${randomUUID()}` },
  ]
  for (const asker of [max, aud]) {
    const client = await clinic.as(asker)
    for (const question of questions)
      await expect(client.explainAccess({ query: { ...question, action: 'patient.read' } })).rejects.toMatchObject({
        status: 404,
        code: 'NOT_FOUND',
      })
    await client.explainAccess({ query: { user: userId, action: 'patient.read', resource: `patient:${patientId}` } })
  }
  for (const person of [pia, drAna, rita])
    await expect((await clinic.as(person)).explainAccess({ query: { user: userId, action: 'patient.read' } })).rejects.toMatchObject({
      status: 403,
    })
  await expect(explain(clinic, userId, 'record.read', `patient:${patientId}`)).rejects.toMatchObject({ status: 400 })
  await expect(explain(clinic, userId, 'patient.read', `patient:${patientId}`, mira)).rejects.toMatchObject({ status: 404 })
  const told = (await clinic.events('access.explained')).filter((event) => event.outcome === 'allowed')
  expect(told.map((event) => [event.actor_role, event.patient_ids, event.resource_id, event.fields])).toEqual([
    ['admin', [patientId], patientId, ['access']],
    ['auditor', [patientId], patientId, ['access']],
  ])
})
