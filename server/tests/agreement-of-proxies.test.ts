// Whatever the world of links is: whom a patient's account is listed, opens, finds visits of, and what row security shows, agree with an oracle of its own.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from './clinic.ts'
import { hanna, max, mira, type Person, paul, pia } from './people.ts'

const people = [pia, paul, hanna]
const day = 86_400_000

/** A link of the world, in days from now. */
type Link = { proxy: Person; patient: Person; from: number; until: number | undefined; ended: boolean; books: boolean }

// Nobody acts for themselves; a link over the border of two organisations cannot be written at all.
const links: fc.Arbitrary<Link> = fc
  .record({
    pair: fc.constantFrom({ proxy: paul, patient: pia }, { proxy: pia, patient: paul }, { proxy: hanna, patient: pia }),
    from: fc.integer({ min: -200, max: 20 }),
    length: fc.option(fc.integer({ min: 1, max: 150 }), { nil: undefined }),
    ended: fc.boolean(),
    books: fc.boolean(),
  })
  .map(({ pair, from, length, ended, books }) => ({
    ...pair,
    from: from + 0.5,
    until: length === undefined ? undefined : from + 0.5 + length,
    ended,
    books,
  }))

test('[F36 part][B198 part] for any world of links, list, chart, history, trends, records, visits, who looked and raw row security show a patient’s account exactly its own and whom it acts for now, and the explanation names it', async () => {
  const clinic = await openClinic()
  const clients = new Map(await Promise.all([...people, max, mira].map(async (person) => [person.key, await clinic.as(person)] as const)))
  const idOf = (patient: Person) => clinic.who(patient).patientId ?? ''

  await fc.assert(
    fc.asyncProperty(fc.array(links, { maxLength: 6 }), async (world) => {
      await clinic.sql(`delete from care_relations where source = 'proxy'`)
      const live: Link[] = []
      for (const link of world) if ((await place(clinic, link)) && isLive(link)) live.push(link)
      for (const person of people) {
        const client = clients.get(person.key)
        if (client === undefined) throw new Error('everybody is signed in')
        const mine = live.filter(({ proxy }) => proxy === person)
        const wanted = [person, ...mine.map(({ patient }) => patient)].map(idOf).sort()
        expect((await client.listPatients({ query: {} })).items.map(({ id }) => id).sort(), 'list').toEqual(wanted)
        expect((await client.listProxied()).items.map(({ patient }) => patient.id).sort()).toEqual(
          wanted.filter((id) => id !== idOf(person)),
        )
        expect(await raw(clinic, person), 'patients').toEqual(wanted)
        for (const patient of people.filter((one) => one !== person)) {
          const id = idOf(patient)
          const link = mine.find((one) => one.patient === patient)
          const asked = [
            client.readPatient({ params: { id } }),
            client.readHistory({ params: { id }, query: {} }),
            client.readTrends({ params: { id } }),
            client.listRecords({ query: { patientId: id } }),
            client.readAccessLog({ params: { id }, query: {} }),
            client.readCareTeam({ params: { id }, query: {} }),
            client.listAppointments({ query: { patientId: id } }),
          ]
          const seen = await Promise.all(asked.map(statusOf))
          const [chart, visits] = [link ? 200 : 404, link?.books ? 200 : 404]
          expect(seen, `${person.key} ${patient.key}`).toEqual([chart, chart, chart, chart, chart, chart, visits])
          const admin = clients.get(person.organisation === 'harbour' ? max.key : mira.key)
          if (admin === undefined || patient.organisation !== person.organisation) continue
          const told = await admin.explainAccess({
            query: { user: clinic.who(person).userId, action: 'patient.read', resource: `patient:${id}` },
          })
          expect([told.allowed, told.rule]).toEqual([link !== undefined, link && 'patient:patient.read:proxy'])
        }
      }
    }),
    { numRuns: 20 },
  )
}, 240_000)

function isLive({ from, until, ended }: Link): boolean {
  return !ended && from <= 0 && (until === undefined || until > 0)
}

/** By raw SQL; false where the database refuses it: a second link of the two at one time, or one over the border. */
async function place(clinic: Clinic, { proxy, patient, from, until, ended, books }: Link): Promise<boolean> {
  const now = clinic.clock.now().getTime()
  const at = (days: number | undefined) => (days === undefined ? null : new Date(now + days * day))
  return clinic
    .sql(
      `insert into care_relations (tenant_id, id, patient_id, proxy_user_id, source, source_id, during, ended_at, capacity, may_book)
       values ($1, $2, $3, $4, 'proxy', $2, tstzrange($5, $6), $7, 'carer', $8) on conflict do nothing returning id`,
      [
        clinic.who(patient).tenantId,
        randomUUID(),
        clinic.who(patient).patientId,
        clinic.who(proxy).userId,
        at(from),
        at(until),
        ended ? at(Math.min(0, until ?? 0)) : null,
        books,
      ],
    )
    .then(
      (rows) => rows.length > 0,
      (cause: unknown) => {
        if (patient.organisation === proxy.organisation) throw cause
        return false
      },
    )
}

function statusOf(asked: Promise<unknown>): Promise<number> {
  return asked.then(
    () => 200,
    (problem: unknown) => Number(Object(problem).status),
  )
}

async function raw(clinic: Clinic, person: Person): Promise<string[]> {
  const { tenantId, userId, role, patientId = '' } = clinic.who(person)
  const context = { tenant: tenantId, user: userId, role, patient: patientId, now: clinic.clock.now().toISOString() }
  return (await clinic.sqlAsApp(context, 'select id from patients order by 1')).map((row) => String(row.id)).sort()
}
