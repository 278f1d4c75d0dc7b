// The walk: every endpoint of the contract by everybody on everything, and what the printed matrix alone says the answer must be.
import { readFile } from 'node:fs/promises'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { question } from '../src/features/cases/cases.fixture.ts'
import { fundAt } from '../src/features/partners/partners.fixture.ts'
import { note } from '../src/features/records/records.fixture.ts'
import { consultation } from '../src/features/visit-types/visit-types.fixture.ts'
import type { Clinic } from './clinic.ts'
import { castPassword, drAna, drOtto, hanna, max, mira, type Person, paul, pia } from './people.ts'

/** A thing of the world with what ties people to it, written down by hand and never read from the code under test. */
export type Thing = {
  type: string
  id: string
  organisation?: string
  /** Whose it is, of the cast. */
  owner?: string
  patientId?: string | undefined
  doctorId?: string | undefined
  authorId?: string | undefined
  ownerUserId?: string
  /** The doctors to whom the chart is open. */
  carers?: (string | undefined)[]
  state?: 'draft' | 'signed'
  /** What else a path below the thing needs. */
  below?: string
  /** A link of somebody who acted for the patient, ended since. */
  link?: { id: string; userId: string }
  /** An invitation of somebody to act for the patient, withdrawn since. */
  invited?: string
}

export const nowhere = '01890000-0000-7000-8000-000000000000'
const content = { type: 'letter', title: 'x', sections: [{ text: 'x' }] }

/** Bodies that go as far as the decision and change nothing: what is allowed then fails by a rule. Who is not named here sends `{}`. */
export const bodies: Record<string, (thing: Thing) => unknown> = {
  updatePatient: () => ({ language: 'en' }),
  setAvailability: () => ({ timeZone: 'Europe/Berlin', weekly: [] }),
  bookAppointment: ({ id }) => ({ patientId: id, doctorId: nowhereFree, start: '2020-01-01T09:00:00Z', end: '2020-01-01T09:30:00Z' }),
  setVacation: () => ({ active: true }),
  cancelAppointment: () => ({ reason: 'other' }),
  changeRoom: () => ({ name: 'x', active: true }),
  rescheduleAppointment: () => ({ start: '2020-01-01T09:00:00Z', end: '2020-01-01T09:30:00Z' }),
  createRecord: ({ id }) => ({ patientId: id, ...content }),
  updateRecord: () => content,
  addAddendum: () => ({ sections: content.sections }),
  retractRecord: () => ({ reason: { code: 'other', text: 'xyz' } }),
  updateUser: () => ({ active: true }),
  changeRole: () => ({ role: 'auditor' }),
  renamePasskey: () => ({ name: 'x' }),
  assignDoctor: () => ({ doctorId: nowhereFree, cause: 'other' }),
  endAssignment: () => ({ ending: 'other' }),
  closeUser: () => ({ email: 'somebody@else.test' }),
  askForFactorReset: () => ({ reason: 'device-lost', evidence: 'photo-id' }),
  resetFactors: () => ({ evidence: 'photo-id' }),
  closeReview: () => ({ outcome: 'justified', note: 'It was needed' }),
  extendBreakGlass: () => ({ reason: { code: 'other', text: 'It goes on for longer' } }),
  changeVisitType: () => consultation,
  addHoliday: () => ({ name: 'x', from: '2020-01-01', until: '2020-01-01' }),
  writeToCase: () => ({ text: 'x' }),
  answerCase: () => ({ text: 'x' }),
  linkProxy: () => ({ email: 'nobody@nowhere.test', capacity: 'carer', scopes: ['read'] }),
  changePartner: () => ({ ...fundAt('http://127.0.0.1:9'), active: true }),
  checkMember: () => ({ partnerId: nowhere, number: '1' }),
  linkLegacyCase: () => ({ patientId: nowhere, evidence: 'known-in-person' }),
  changeSignOnProvider: () => ({
    ...{ name: 'x', entityId: 'x', signOnUrl: 'https://x.test', certificates: ['x'], domains: ['x.test'] },
    ...{ secondFactorContexts: [], proofSeconds: 3600, active: true },
  }),
  inviteProxy: () => ({ email: 'nobody@nowhere.test', scopes: ['read'] }),
}
/** Stands for a doctor of the caller's own organisation who is in every care team already. */
const nowhereFree = 'OWN-DOCTOR'

const ofProvider = { beginConnecting: 'sign-on-provider', disconnectSignOn: 'sign-on-provider' }
const ofLine = { leaveWaitlist: 'waitlist-entry', acceptOffer: 'waitlist-entry', declineOffer: 'waitlist-entry' }

/** Which thing an endpoint is about: by its path; where the id is in the query or body, said here. */
export function aboutOf(name: string, endpoint: Endpoint): string | undefined {
  const [, noun] = /^(?:\/auth)?\/([\w-]+)s\/:id/.exec(endpoint.path) ?? []
  return (
    noun ??
    { bookAppointment: 'patient', createRecord: 'patient', listRecords: 'patient', setPool: 'doctor', ...ofLine, ...ofProvider }[name]
  )
}

/** Those that end sessions that the walk stands on, ask for nothing that anybody could be refused, or would open a case anew and give it to others. */
const left = ['logout', 'endOtherSessions', 'endUserSessions', 'endUserSession', 'endEverybodysSessions', 'reopenCase']
export const walked: [string, Endpoint][] = Object.entries<Endpoint>(api).filter(
  ([name, endpoint]) => endpoint.access !== 'public' && !left.includes(name),
)

export type World = { things: Thing[]; ownDoctor: Record<string, string> }

/** Two organisations, each with charts, visits, records, assignments and invitations. */
export async function makeThings(clinic: Clinic): Promise<World> {
  const things: Thing[] = []
  const sides: [Person, Person, Person][] = [
    [max, drAna, pia],
    [mira, drOtto, hanna],
  ]
  for (const [admin, doctor, patient] of sides) {
    const { organisation } = admin
    const [runs, treats, is] = await Promise.all([admin, doctor, patient].map((person) => clinic.as(person)))
    if (!runs || !treats || !is) throw new Error('the cast is signed in')
    const { patientId = '', userId } = clinic.who(patient)
    const { doctorId = '' } = clinic.who(doctor)
    const carers = [doctorId]
    const place = await runs.assignDoctor({ params: { id: patientId }, body: { doctorId, cause: 'treating' } })
    await runs.endAssignment({ params: { id: patientId, relationId: place.id }, body: { ending: 'mistake' } })
    await runs.assignDoctor({ params: { id: patientId }, body: { doctorId, cause: 'treating' } })
    things.push({
      type: 'patient',
      id: patientId,
      organisation,
      owner: patient.key,
      patientId,
      carers,
      below: place.id,
      link: await pastLink(clinic, patient, admin),
      invited: await pastInvitation(clinic, patient),
    })
    things.push({ type: 'doctor', id: doctorId, organisation, doctorId })
    // Whoever runs it: an act on one's own account goes as far as the decision, and ends nobody's session.
    things.push({ type: 'user', id: clinic.who(admin).userId, organisation })
    const now = clinic.clock.now().getTime()
    const query = { from: new Date(now + 86_400_000).toISOString(), to: new Date(now + 10 * 86_400_000).toISOString() }
    const { items } = await is.readSlots({ params: { id: doctorId }, query })
    const { start, end } = items[0] ?? { start: '', end: '' }
    const visit = await is.bookAppointment({ body: { doctorId, start, end } })
    await is.cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
    things.push({ type: 'appointment', id: visit.id, organisation, owner: patient.key, patientId, doctorId })
    for (const state of ['draft', 'signed'] as const) {
      const { id } = await treats.createRecord({ body: { patientId, ...note } })
      if (state === 'signed') await treats.signRecord({ params: { id }, body: {} })
      things.push({ type: 'record', id, organisation, owner: patient.key, patientId, authorId: doctorId, carers, state })
    }
    const invitation = await runs.invite({ body: { email: `asked@${organisation}.test`, displayName: 'Asked', role: 'auditor' } })
    things.push({ type: 'invitation', id: invitation.id, organisation })
    const kind = await runs.addVisitType({ body: { ...consultation, doctorIds: [doctorId] } })
    things.push({ type: 'visit-type', id: kind.id, organisation })
    await runs.addHoliday({ body: { name: 'New Year', from: '2099-01-01', until: '2099-01-02' } })
    // Closed, so that no step of the walk moves it.
    const { id: caseId } = await is.submitCase({ body: question })
    await treats.acceptCase({ params: { id: caseId }, body: {} })
    const { id: below } = await treats.assistSummary({ body: { caseId } })
    await treats.answerCase({ params: { id: caseId }, body: { text: 'Rest' } })
    await is.closeCase({ params: { id: caseId }, body: {} })
    things.push({ type: 'case', id: caseId, organisation, owner: patient.key, patientId, doctorId, ...(below && { below }) })
    await clinic.stranger().login({ body: { login: patient.email, password: castPassword } })
    const session = (await is.listSessions()).items.find((one) => !one.current)
    things.push({ type: 'session', id: session?.id ?? '', organisation, ownerUserId: userId })
  }
  const other = clinic.who(paul).patientId
  const ana = clinic.who(drAna).doctorId ?? ''
  const paulsTeam = await (await clinic.as(max)).assignDoctor({ params: { id: other ?? '' }, body: { doctorId: ana, cause: 'other' } })
  things.push({
    type: 'patient',
    id: other ?? '',
    organisation: 'harbour',
    owner: paul.key,
    patientId: other,
    carers: [ana],
    below: paulsTeam.id,
    link: await pastLink(clinic, paul, pia),
    invited: await pastInvitation(clinic, paul),
  })
  await clinic.sql(
    'update care_relations set ended_at = now(), during = tstzrange(lower(during), greatest(lower(during), now())) where patient_id = $1 and doctor_id is not null',
    [other],
  )
  await (await clinic.as(max)).assignDoctor({ params: { id: other ?? '' }, body: { doctorId: ana, cause: 'other' } })
  return { things, ownDoctor: { harbour: ana, hilltop: clinic.who(drOtto).doctorId ?? '' } }
}

/** A link that is over, by raw SQL: it opens nothing any more, and whoever was a party to it may still ask to end it. */
async function pastLink(clinic: Clinic, patient: Person, proxy: Person): Promise<{ id: string; userId: string }> {
  const { tenantId, patientId } = clinic.who(patient)
  const { userId } = clinic.who(proxy)
  const [row] = await clinic.sql(
    `insert into care_relations (tenant_id, id, patient_id, proxy_user_id, source, source_id, during, ended_at, capacity, may_book)
     select $1, id, $2, $3, 'proxy', id, tstzrange(now() - interval '2 days', now() - interval '1 day'), now() - interval '1 day', 'carer', true
     from gen_random_uuid() as id returning id`,
    [tenantId, patientId, userId],
  )
  return { id: String(row?.id), userId }
}

/** An invitation that is over: whoever made it may still ask to withdraw it. */
async function pastInvitation(clinic: Clinic, patient: Person): Promise<string> {
  const { tenantId, patientId, userId } = clinic.who(patient)
  const [row] = await clinic.sql(
    `insert into proxy_invitations (tenant_id, id, patient_id, address_index, content, may_book, made_by, made_at, expires_at, withdrawn_at)
     values ($1, gen_random_uuid(), $2, decode(repeat('00', 32), 'hex'), decode(repeat('00', 60), 'hex'), true, $3, now(), now(), now()) returning id`,
    [tenantId, patientId, userId],
  )
  return String(row?.id)
}

export type Answer = { name: string; status: number; said: unknown; requestId: string; endpoint: Endpoint; thing: Thing | undefined }

/** One request by somebody, as the walk makes it. */
export async function step(
  clinic: { url: string; token: Clinic['token'] },
  world: World,
  person: Person,
  [name, endpoint]: [string, Endpoint],
  thing: Thing | undefined,
): Promise<Answer> {
  const [path = ''] = pathsOf(endpoint)
  const id = thing?.id ?? nowhere
  const window = endpoint.query?.required?.includes('from') ? '?from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z' : ''
  const asked = name === 'listRecords' ? `?patientId=${id}` : name === 'explainAccess' ? `?user=${nowhere}&action=patient.read` : window
  const body = JSON.stringify((bodies[name] ?? (() => ({})))(thing ?? { type: '', id }))
  const answer = await fetch(clinic.url + path.replace(':id', id).replaceAll(/:\w+/g, belowOf(name, thing) ?? nowhere) + asked, {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${await clinic.token(person)}`,
      'if-match': '"999"',
      ...(endpoint.body ? { 'content-type': 'application/json' } : {}),
    },
    ...(endpoint.body ? { body: body.replace(nowhereFree, world.ownDoctor[person.organisation] ?? '') } : {}),
  })
  const text = await answer.text()
  const requestId = answer.headers.get('x-request-id') ?? ''
  return { name, endpoint, thing, status: answer.status, said: text.replaceAll(requestId, ''), requestId }
}

function belowOf(name: string, thing: Thing | undefined): string | undefined {
  if (name === 'endProxy') return thing?.link?.id
  return name === 'withdrawProxyInvitation' ? thing?.invited : thing?.below
}

/** The relations by which each role has each permission, read from the reviewed matrix alone. */
export async function readMatrix(): Promise<Map<string, string[]>> {
  const [head = '', ...lines] = (await readFile(new URL('./policy.matrix.txt', import.meta.url), 'utf8')).trimEnd().split('\n')
  const columns = [...head.matchAll(/\w+/g)].map((found) => ({ role: found[0], at: found.index }))
  return new Map(
    lines.flatMap((line) =>
      columns.map(({ role, at }, place): [string, string[]] => {
        const cell = line.slice(at, columns[place + 1]?.at).trim()
        return [`${role} ${line.split(' ')[0]}`, cell === '–' ? [] : cell.split(' or ')]
      }),
    ),
  )
}

/** What the matrix and the world say of a step: 403 where the role has no such permission, 404 where no relation holds, else allowed. */
export function expectedOf(
  matrix: Map<string, string[]>,
  clinic: Clinic,
  person: Person,
  [name, endpoint]: [string, Endpoint],
  thing: Thing | undefined,
): 'allowed' | 403 | 404 {
  const relations = matrix.get(`${person.role} ${endpoint.access}`) ?? []
  if (relations.length === 0) return 403
  if (aboutOf(name, endpoint) === undefined) return name === 'explainAccess' ? 404 : 'allowed'
  if (thing === undefined || thing.organisation !== person.organisation) return 404
  const { patientId, doctorId, userId } = clinic.who(person)
  const inCare = thing.carers?.includes(doctorId) ?? false
  const holds: Record<string, boolean> = {
    own: thing.ownerUserId === userId || (name === 'endProxy' && thing.link?.userId === userId),
    self: patientId !== undefined && thing.patientId === patientId && thing.state !== 'draft',
    assigned: inCare && (thing.state !== 'draft' || thing.authorId === doctorId),
    schedule: doctorId !== undefined && thing.doctorId === doctorId,
    // Whoever writes into a chart is the author of what comes of it, and only while it is open to them.
    author: inCare && (thing.type === 'patient' || thing.authorId === doctorId),
    organisation: true,
  }
  if (thing.state === 'draft' && name === 'verifyRecord') return 404
  return relations.some((relation) => holds[relation]) ? 'allowed' : 404
}
