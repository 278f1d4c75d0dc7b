// Every endpoint of cases, asked by every role in every relation to a case that waits: who is not written here is refused, and reads no word of it.
import { api, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, mira, paul, pia, rita } from '../../../tests/people.ts'
import { bearer, post, send } from '../identity/identity.fixture.ts'
import { chartOf, linked } from '../proxies/proxies.fixture.ts'
import { pairFor, question, submitted, vendorKey } from './cases.fixture.ts'

const title = 'Marzipan'
const text = { text: 'So be it' }
/** The endpoints of one case: what is sent, and who is admitted; a case that waits refuses some of what they may with 409. */
const ofOne = {
  readCase: { admits: ['patient', 'asker', 'has it', 'is asked beside', 'its key'] },
  writeToCase: { body: text, admits: ['patient', 'asker', 'has it', 'is asked beside', 'its key'] },
  answerCase: { body: text, admits: ['has it', 'is asked beside'] },
  closeCase: { body: {}, admits: ['patient', 'asker', 'has it', 'is asked beside', 'its key'] },
  reopenCase: { body: text, admits: ['patient', 'asker', 'its key'] },
  acceptCase: { body: {}, admits: ['has it', 'is asked beside'] },
  withdrawCase: { body: {}, admits: ['patient', 'asker', 'its key'] },
  withdrawAssistantConsent: { body: {}, admits: ['patient', 'asker', 'its key'] },
  passCaseOn: { body: {}, admits: ['has it', 'admin'] },
} as const satisfies Row
/** The endpoints of no single case: which roles are admitted. */
const ofNone = {
  // A service is told that it says for which vendor.
  submitCase: { body: question, admits: ['patient', 'another patient', 'patient elsewhere', 'its key', 'another key'] },
  listCases: {
    admits: ['patient', 'another patient', 'has it', 'is not asked', 'elsewhere', 'its key', 'another key', 'patient elsewhere'],
  },
  readCaseDeadlines: { admits: ['patient', 'another patient', 'patient elsewhere', 'its key', 'another key'] },
  setCaseDeadlines: { body: { routine: 72, soon: 24, urgent: 4 }, admits: ['admin', 'admin elsewhere'] },
  readCaseRouting: { admits: ['admin', 'admin elsewhere'] },
  simulateRouting: { body: { language: 'en' }, admits: ['admin', 'admin elsewhere'] },
  setPool: { body: {}, admits: ['admin'] },
} as const satisfies Row
type Row = Partial<Record<keyof typeof api, { body?: object; admits: readonly string[] }>>
type Who = [name: string, token: string | undefined]

test('[A83] whoever is not admitted to a case by their role and their relation to it is refused by every endpoint, and told nothing of it', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic({ flags: [] })
  const [key, other] = [await vendorKey(clinic), await vendorKey(clinic)]
  const patients = () => submitted(clinic, { title })
  const hebrew = () => submitted(clinic, { title, language: 'he' })
  const vendors = async () => {
    const made = await post(clinic, '/api/cases', { ...question, title, vendorId: 'acme' }, bearer(key))
    return { id: String(made.body.id) }
  }
  const always: Who[] = [
    ['nobody', undefined],
    ...(await Promise.all(
      (
        [
          ['patient elsewhere', hanna],
          ['elsewhere', drOtto],
          ['admin elsewhere', mira],
          ['reception', rita],
          ['auditor', aud],
        ] as const
      ).map(async ([name, person]): Promise<Who> => [name, await clinic.token(person)]),
    )),
  ]
  const [pias, pauls, maxs] = await Promise.all([pia, paul, max].map((person) => clinic.token(person)))
  const doctors: Who[] = []
  for (const person of [drAna, drIdan]) doctors.push([clinic.who(person).doctorId ?? '', await clinic.token(person)])
  const admin: Who = ['admin', maxs]
  const pairOf = (assignee: string | undefined): Who[] => [
    ['is asked beside', doctors.find(([id]) => id !== assignee)?.[1]],
    ['has it', doctors.find(([id]) => id === assignee)?.[1]],
  ]

  await mustAdmit(clinic, patients, (assignee) => [
    ...always,
    admin,
    ['patient', pias],
    ['another patient', pauls],
    ['another key', other],
    ...pairOf(assignee),
  ])
  // Dr Idan alone speaks Hebrew.
  await mustAdmit(clinic, hebrew, () => [['is not asked', doctors[0]?.[1]]])
  await mustAdmit(clinic, vendors, (assignee) => [
    ...always,
    admin,
    ['another patient', pias],
    ['its key', key],
    ['another key', other],
    ...pairOf(assignee),
  ])
  const link = await linked(clinic, ['read', 'book'])
  await mustAdmit(clinic, patients, () => [['proxy in other matters', pauls]])
  await (await clinic.as(max)).endProxy({ params: { id: chartOf(clinic, pia), relationId: link.id }, body: {} })
  await linked(clinic, ['read', 'cases'])
  await mustAdmit(clinic, patients, () => [['asker', pauls]])

  const everybody: Who[] = [
    ...always,
    admin,
    ['patient', pias],
    ['another patient', pauls],
    ['its key', key],
    ['another key', other],
    ['is not asked', doctors[0]?.[1]],
    ['has it', doctors[1]?.[1]],
  ]
  for (const [name, row] of Object.entries(ofNone))
    for (const [who, token] of everybody) await mustStand(clinic, name, row, clinic.who(drAna).doctorId ?? '', who, token)
  const { has } = await pairFor(clinic, (await patients()).assignee?.id)
  expect((await (await clinic.as(has)).listCases({ query: {} })).items.length).toBeGreaterThan(0)
})

test('the matrix of cases has every endpoint of them', () => {
  const cases = Object.entries(api).filter(([, { path }]) => /^\/case(s|-routing|-deadlines)(\/|$)/.test(path) && !path.includes('/drafts'))
  const known = [...Object.keys(ofOne), ...Object.keys(ofNone)]
  expect(cases.map(([name]) => name).toSorted()).toEqual(known.toSorted())
})

type Made = { id: string; assignee?: { id: string } }

/** A fresh case wherever the one before has moved. */
async function mustAdmit(clinic: Clinic, make: () => Promise<Made>, whom: (assignee: string | undefined) => Who[]): Promise<void> {
  for (const [name, row] of Object.entries(ofOne)) {
    let made = await make()
    const wait = async () =>
      (await clinic.sql('select state, doctor_id, cardinality(passed_by) as passed from cases where id = $1', [made.id]))[0]
    for (const place of whom(undefined).keys()) {
      const stands = await wait()
      if (stands?.state !== 'queued' || stands.passed !== 0) made = await make()
      const assignee = String((await wait())?.doctor_id)
      const [who = '', token] = whom(assignee)[place] ?? []
      await mustStand(clinic, name, row, made.id, who, token)
    }
  }
}

async function mustStand(
  clinic: Clinic,
  name: string,
  row: { body?: object; admits: readonly string[] },
  id: string,
  who: string,
  token: string | undefined,
) {
  const endpoint = Object.entries(api).find(([known]) => known === name)?.[1]
  if (endpoint === undefined) throw new Error(`there is no ${name}`)
  const path = (pathsOf(endpoint)[0] ?? '').replace(':id', id)
  const { status, body } = await send(clinic, endpoint.method, path, {
    ...(row.body && { body: row.body }),
    ...(token !== undefined && { headers: bearer(token) }),
  })
  if (row.admits.includes(who)) return expect([200, 201, 400, 409], `${name} by ${who}`).toContain(status)
  expect([401, 403, 404], `${name} by ${who}`).toContain(status)
  expect(JSON.stringify(body)).not.toContain(title)
}
