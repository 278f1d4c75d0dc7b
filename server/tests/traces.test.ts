// Drives every endpoint of the contract once and demands the contract's one event.
import { readFile } from 'node:fs/promises'
import { api, type Endpoint } from '@wardkeep/contract'
import { shownBy } from '@wardkeep/contract/audit.ts'
import { expect, inject, test } from 'vitest'
import { Sealed } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { drAna, drIdan } from './people.ts'
import { ledTo, refusedStories, setStage, stories } from './stories.ts'
import { aud, castPassword, drAna, drIdan, max, paul, pia, rita } from './people.ts'
import { harbourSettings } from './settings.fixture.ts'

type Stage = {
  clinic: Clinic
  pia: Client
  ana: Client
  max: Client
  aud: Client
  rita: Client
  paul: Client
  idan: Client
  stranger: Client
  patientId: string
  doctorId: string
  free: { start: string; end: string }[]
  appointmentId: string
  draftId: string
  toSignId: string
  signedId: string
  refreshTokens: string[]
  challengeSession: string
  /** Of the authenticator that Max sets up. */
  totpSecret: string
  passkeyOptions: { challenge: string }
  passkeyId: string
  invitationId: string
  apiKeyId: string
  relationId: string
  /** Of Dr Idan, for Paul, with its alert and its review. */
  emergencyId: string
  alertId: string
  reviewId: string
}

const content = { type: 'visit-note' as const, title: 'Visit', sections: [{ text: 'All is well' }] }

const emergency = { code: 'cannot-speak' as const, text: 'Found unconscious in the hall' }

/** What else an act leads to, as events of their own kinds. */
const consequences: { [K in EndpointName]?: string[] } = {
  openBreakGlass: ['alert.raised', 'review.raised'],
  extendBreakGlass: ['alert.raised', 'review.raised'],
  updateUser: ['session.revoked'],
  changePassword: ['session.revoked', 'session.continued'],
}

const stories: { [K in EndpointName]: (stage: Stage) => Promise<unknown> } = {
  live: ({ stranger }) => stranger.live(),
  ready: ({ stranger }) => stranger.ready(),
  openapi: ({ stranger }) => stranger.openapi(),
  about: ({ stranger }) => stranger.about(),
  jwks: ({ stranger }) => stranger.jwks(),
  signers: ({ stranger }) => stranger.signers(),
  register: ({ stranger }) => stranger.register({ body: { email: 'new@harbour.test', password: castPassword, displayName: 'New Person' } }),
  login: ({ stranger }) => stranger.login({ body: { login: pia.email, password: castPassword } }),
  secondFactor: ({ stranger }) => stranger.secondFactor({ body: { challenge: 'unknown', method: 'totp', code: '000000' } }).catch(() => {}),
  refresh: ({ stranger, refreshTokens }) => stranger.refresh({ body: { refreshToken: refreshTokens[0] ?? '' } }),
  jwtCreate: ({ stranger }) => stranger.jwtCreate({ body: { email: pia.email, password: castPassword } }),
  jwtRefresh: ({ stranger, refreshTokens }) => stranger.jwtRefresh({ body: { refresh: refreshTokens[1] ?? '' } }),
  jwtVerify: async ({ stranger, clinic }) => stranger.jwtVerify({ body: { token: await clinic.token(pia) } }),
  stepUp: (stage) => stage.pia.stepUp({ body: { method: 'password', password: castPassword } }),
  logout: async ({ clinic }) => (await clinic.as(rita)).logout(),
  me: (stage) => stage.pia.me(),
  csrf: (stage) => stage.pia.csrf(),
  listSessions: (stage) => stage.pia.listSessions(),
  revokeSession: (stage) => stage.pia.revokeSession({ params: { id: stage.challengeSession } }),
  endOtherSessions: (stage) => stage.ana.endOtherSessions(),
  listUserSessions: (stage) => stage.max.listUserSessions({ params: { id: stage.clinic.who(pia).userId } }),
  endUserSession: async ({ clinic, max }) => {
    const { userId: id } = clinic.who(pia)
    const [row] = await clinic.sql('select id from sessions where user_id = $1 and ended_at is null order by id desc limit 1', [id])
    await max.endUserSession({ params: { id, session: String(row?.id) } })
  },
  endUserSessions: (stage) => stage.max.endUserSessions({ params: { id: stage.clinic.who(paul).userId } }),
  listPatients: (stage) => stage.ana.listPatients({ query: {} }),
  readPatient: (stage) => stage.ana.readPatient({ params: { id: stage.patientId } }),
  updatePatient: (stage) => stage.pia.updatePatient({ params: { id: stage.patientId }, version: 1, body: { language: 'en' } }),
  readHistory: (stage) => stage.ana.readHistory({ params: { id: stage.patientId }, query: {} }),
  readTrends: (stage) => stage.ana.readTrends({ params: { id: stage.patientId } }),
  readAccessLog: (stage) => stage.pia.readAccessLog({ params: { id: stage.patientId }, query: {} }),
  listDoctors: (stage) => stage.pia.listDoctors({ query: {} }),
  readDoctor: (stage) => stage.pia.readDoctor({ params: { id: stage.doctorId } }),
  readAvailability: (stage) => stage.ana.readAvailability({ params: { id: 'me' } }),
  readSlots: (stage) => stage.pia.readSlots({ params: { id: stage.doctorId }, query: slotWindow(stage.clinic) }),
  bookAppointment: (stage) => stage.pia.bookAppointment({ body: { doctorId: stage.doctorId, ...slot(stage, 3), reason: 'Cough' } }),
  listAppointments: (stage) => stage.pia.listAppointments({ query: {} }),
  readAppointment: (stage) => stage.pia.readAppointment({ params: { id: stage.appointmentId } }),
  createRecord: (stage) => stage.ana.createRecord({ body: { patientId: stage.patientId, ...content } }),
  updateRecord: (stage) => stage.ana.updateRecord({ params: { id: stage.draftId }, version: 1, body: content }),
  listRecords: (stage) => stage.pia.listRecords({ query: { patientId: stage.patientId } }),
  readRecord: (stage) => stage.pia.readRecord({ params: { id: stage.signedId } }),
  signRecord: (stage) => stage.ana.signRecord({ params: { id: stage.toSignId }, body: {} }),
  verifyRecord: (stage) => stage.pia.verifyRecord({ params: { id: stage.signedId }, query: {} }),
  listEvents: (stage) => stage.max.listEvents({ query: {} }),
  listApiKeys: (stage) => stage.max.listApiKeys(),
  makeApiKey: async (stage) => {
    const { apiKey } = await stage.max.makeApiKey({ body: { service: { name: 'Pharmacy' }, scopes: ['doctor.list'] } })
    stage.apiKeyId = apiKey.id
  },
  revokeApiKey: (stage) => stage.max.revokeApiKey({ params: { id: stage.apiKeyId } }),
  readUsage: (stage) => stage.max.readUsage(),
  setRequestLimits: (stage) => stage.max.setRequestLimits({ body: {} }),
  cancelAppointment: (stage) => stage.pia.cancelAppointment({ params: { id: stage.appointmentId }, body: { reason: 'patient-request' } }),
  setAvailability: (stage) =>
    stage.ana.setAvailability({ params: { id: 'me' }, version: 1, body: { timeZone: 'Asia/Jerusalem', weekly: [] } }),
  forgotPassword: ({ stranger }) => stranger.forgotPassword({ body: { login: paul.email } }),
  askForVerification: ({ stranger }) => stranger.askForVerification({ body: { login: paul.email } }),
  resetPassword: ({ stranger }) => stranger.resetPassword({ body: { token: 'unknown', password: castPassword } }).catch(() => {}),
  verifyEmail: ({ stranger }) => stranger.verifyEmail({ body: { token: 'unknown' } }).catch(() => {}),
  unlockUser: (stage) => stage.max.unlockUser({ params: { id: stage.clinic.who(paul).userId } }),
  listMailbox: (stage) => stage.max.listMailbox({ query: {} }),
  listFactors: (stage) => stage.max.listFactors(),
  beginTotp: async (stage) => {
    stage.totpSecret = (await stage.max.beginTotp()).secret
  },
  confirmTotp: (stage) => stage.max.confirmTotp({ body: { code: codeAt(stage.totpSecret, stage.clinic.clock.now()) } }),
  makeRecoveryCodes: (stage) => stage.max.makeRecoveryCodes(),
  removeTotp: (stage) => stage.max.removeTotp(),
  passkeyChallenge: ({ stranger }) => stranger.passkeyChallenge(),
  passkeySignIn: ({ stranger }) => stranger.passkeySignIn({ body: { credential: unknownPasskey } }).catch(() => {}),
  beginPasskey: async (stage) => {
    stage.passkeyOptions = await stage.max.beginPasskey()
  },
  registerPasskey: async (stage) => {
    const credential = new Authenticator().create(stage.passkeyOptions)
    stage.passkeyId = (await stage.max.registerPasskey({ body: { name: 'Key', credential } })).passkey.id
  },
  renamePasskey: (stage) => stage.max.renamePasskey({ params: { id: stage.passkeyId }, body: { name: 'Old key' } }),
  removePasskey: (stage) => stage.max.removePasskey({ params: { id: stage.passkeyId } }),
  openBreakGlass: (stage) => stage.idan.openBreakGlass({ body: { patient: { id: stage.patientId }, reason: emergency } }),
  listBreakGlass: (stage) => stage.idan.listBreakGlass(),
  extendBreakGlass: async (stage) => {
    stage.emergencyId = (await stage.idan.extendBreakGlass({ params: { id: stage.emergencyId }, body: { reason: emergency } })).id
  },
  endBreakGlass: (stage) => stage.idan.endBreakGlass({ params: { id: stage.emergencyId } }),
  countAlerts: (stage) => stage.aud.countAlerts(),
  listAlerts: (stage) => stage.aud.listAlerts({ query: {} }),
  acknowledgeAlert: (stage) => stage.max.acknowledgeAlert({ params: { id: stage.alertId }, body: {} }),
  closeAlert: (stage) => stage.max.closeAlert({ params: { id: stage.alertId }, body: { note: 'Looked into' } }),
  listReviews: (stage) => stage.max.listReviews({ query: {} }),
  closeReview: (stage) => stage.max.closeReview({ params: { id: stage.reviewId }, body: { outcome: 'justified', note: 'It was' } }),
  invite: (stage) => stage.max.invite({ body: { email: 'asked@harbour.test', displayName: 'Asked', role: 'reception' } }),
  listInvitations: (stage) => stage.max.listInvitations({ query: {} }),
  withdrawInvitation: (stage) => stage.max.withdrawInvitation({ params: { id: stage.invitationId } }),
  acceptInvitation: async ({ stranger, clinic }) => {
    // The strangers before followed links that lead nowhere, and one more would lock the address.
    await clinic.sql('delete from sign_in_attempts')
    return stranger.acceptInvitation({ body: { token: 'unknown', password: castPassword } }).catch(() => {})
  },
  listUsers: (stage) => stage.max.listUsers({ query: {} }),
  updateUser: (stage) => stage.max.updateUser({ params: { id: stage.clinic.who(drIdan).userId }, body: { active: false } }),
  changeRole: (stage) => stage.max.changeRole({ params: { id: stage.clinic.who(rita).userId }, body: { role: 'auditor' } }),
  updateMe: (stage) => stage.max.updateMe({ body: { language: 'he' } }),
  changeEmail: (stage) => stage.aud.changeEmail({ body: { email: 'aud2@harbour.test', currentPassword: castPassword } }),
  confirmEmailChange: ({ stranger }) => stranger.confirmEmailChange({ body: { token: 'unknown' } }).catch(() => {}),
  readCareTeam: (stage) => stage.ana.readCareTeam({ params: { id: stage.patientId }, query: {} }),
  assignDoctor: async (stage) => {
    const { doctorId = '' } = stage.clinic.who(drIdan)
    const place = await stage.max.assignDoctor({ params: { id: stage.patientId }, body: { doctorId, cause: 'covering' } })
    stage.relationId = place.id
  },
  listAssignments: (stage) => stage.max.listAssignments({ params: { id: stage.clinic.who(drIdan).doctorId ?? '' }, query: {} }),
  explainAccess: (stage) =>
    stage.max.explainAccess({
      query: { user: stage.clinic.who(drIdan).userId, action: 'patient.read', resource: `patient:${stage.patientId}` },
    }),
  endAssignment: (stage) =>
    stage.max.endAssignment({
      params: { id: stage.patientId, relationId: stage.relationId || stage.patientId },
      body: { ending: 'completed' },
    }),
  readPolicy: (stage) => stage.aud.readPolicy(),
  undoEmailChange: ({ stranger }) => stranger.undoEmailChange({ body: { token: 'unknown' } }).catch(() => {}),
  readSignInRules: (stage) => stage.max.readSignInRules(),
  setSignInRules: (stage) =>
    stage.max.setSignInRules({
      version: 1,
      body: { staffSecondFactor: false, secondFactorRoles: ['patient'], passwordPolicy: 'composition', evenOfMe: true },
    }),
  readOrganisation: (stage) => stage.max.readOrganisation(),
  setOrganisation: (stage) => stage.max.setOrganisation({ version: 1, body: harbourSettings }),
  resetFactors: async (stage) => {
    const { userId, tenantId } = stage.clinic.who(drIdan)
    await stage.clinic.sql(
      `insert into second_factors (tenant_id, user_id, kind, secret, confirmed_at) values ($1, $2, 'totp', decode(repeat('00', 60), 'hex'), now())`,
      [tenantId, userId],
    )
    return stage.max.resetFactors({ params: { id: userId }, body: { reason: 'device-lost' } })
  },
  closeUser: (stage) => stage.max.closeUser({ params: { id: stage.clinic.who(drIdan).userId }, body: { email: drIdan.email } }),
  closeAccount: (stage) => stage.paul.closeAccount({ body: { email: paul.email } }),
  // Last, since it ends the session it is asked in.
  changePassword: (stage) => stage.aud.changePassword({ body: { currentPassword: castPassword, newPassword: 'Velvet-Tundra-4-Kayak' } }),
}

const refusedStories = [
  'secondFactor',
  'resetPassword',
  'verifyEmail',
  'acceptInvitation',
  'confirmEmailChange',
  'undoEmailChange',
  'passkeySignIn',
]

test('[F75] every endpoint leaves exactly the one event that its contract names, with who, when, from where, what, on what and how it ended', async () => {
  const stage = await setStage(await openClinic())
  for (const [name, tell] of Object.entries(stories)) {
    const endpoint = endpoints.get(name)
    if (endpoint === undefined) throw new Error(`${name} is not of the contract`)
    const before = await countEvents(stage.clinic)
    await tell(stage)
    const left = (await stage.clinic.events()).slice(before)
    if (endpoint.audit === 'none') {
      expect(left, name).toEqual([])
      continue
    }
    expect(
      left.map((event) => event.action),
      name,
    ).toEqual([endpoint.audit, ...(ledTo.get(name) ?? [])])
    const [event] = left
    expect(event, name).toMatchObject({
      outcome: refusedStories.includes(name) ? 'denied' : 'allowed',
      actor_role: expect.any(String),
      at: expect.any(Date),
    })
    expect(event?.request_id, name).toMatch(/^[0-9a-f-]{36}$/)
    expect(await sealedWho(stage.clinic, event ?? {}), name).toMatchObject({ address: '127.0.0.1', userAgent: 'node' })
    if (endpoint.access !== 'public') expect(event?.rule, name).toMatch(/^(patient|doctor|admin|reception|auditor):[a-z.-]+:[a-z]+$/)
    if (touchesOnePatient(endpoint)) expect(event?.patient_ids, name).toEqual([stage.patientId])
  }
})

test('[F75 part] a refused touch leaves one event as well, which says that it was denied and what it was aimed at', async () => {
  const stage = await setStage(await openClinic())
  const before = await countEvents(stage.clinic)
  await expect(stage.aud.readPatient({ params: { id: stage.patientId } })).rejects.toMatchObject({ status: 403 })
  await expect(stage.max.signRecord({ params: { id: stage.draftId }, body: {} })).rejects.toMatchObject({ status: 403 })
  const idan = await stage.clinic.as(drIdan)
  await expect(idan.readPatient({ params: { id: stage.patientId } })).rejects.toMatchObject({ status: 404 })
  await expect(
    stage.pia.bookAppointment({ body: { doctorId: stage.doctorId, start: '2020-01-01T09:00:00Z', end: '2020-01-01T09:30:00Z' } }),
  ).rejects.toMatchObject({ status: 422 })
  const left = (await stage.clinic.events()).slice(before).filter((event) => event.action !== 'session.signed-in')
  expect(left).toHaveLength(4)
  expect(left.map((event) => [event.action, event.outcome, event.reason])).toEqual([
    ['patient.read', 'denied', 'FORBIDDEN'],
    ['record.signed', 'denied', 'FORBIDDEN'],
    ['patient.read', 'denied', 'NOT_FOUND'],
    ['appointment.booked', 'failed', expect.stringMatching(/TOO_SOON|OUTSIDE_HOURS/)],
  ])
  expect(left[2]).toMatchObject({
    resource_type: 'patient',
    resource_id: stage.patientId,
    actor_id: stage.clinic.who(drIdan).userId,
  })
})

/** Tables with anything of a patient in them. */
const tablesOfPatients =
  /\b(patients|patient_search_tokens|history_entries|appointments|appointment_changes|records|record_versions|record_signatures|audit_events)\b/

test('[B106][B122][C41 part] every read of patients that the database’s own statement log shows is an event of the journal, which names the patients whose data the answer held, the classes of it, and the purpose', async () => {
  const clinic = await openClinic()
  await clinic.sql(`alter database ${clinic.databaseName} set log_statement = 'all'`)
  await (await clinic.cutDatabase()).back()
  const stage = await setStage(clinic)
  const patients = (await clinic.sql('select id from patients')).map((row) => String(row.id))
  const logFrom = (await readFile(inject('ground').postgresLog, 'utf8')).length
  const before = await countEvents(clinic)

  const reading = ofPatients().filter(({ endpoint }) => endpoint.method === 'GET')
  expect(reading.length).toBeGreaterThanOrEqual(9)
  const told = [1, 2, 3].flatMap(() => reading.map(async ({ endpoint, tell }) => ({ endpoint, reply: await tell(stage) })))
  const answers = await Promise.all(told)

  await fetch(`${clinic.url}/api/patients/${stage.patientId}`, {
    headers: { authorization: `Bearer ${await clinic.token(drAna)}`, 'x-purpose-of-use': 'TREAT' },
  })
  const log = (await readFile(inject('ground').postgresLog, 'utf8')).slice(logFrom)
  const events = (await clinic.events()).slice(before)
  const [purposeful] = events.splice(-1)
  expect(purposeful).toMatchObject({ action: 'patient.read', purpose: 'TREAT', patient_ids: [stage.patientId] })
  expect(readsIn(log)).toBe(answers.length + 1)
  expect(events).toHaveLength(answers.length)
  for (const { name, endpoint } of reading) {
    const left = events.filter((event) => event.action === endpoint.audit)
    const shown = answers.filter((answer) => answer.endpoint.audit === endpoint.audit)
    expect(left, name).toHaveLength(shown.length)
    for (const { reply } of shown) {
      const held = patients.filter((id) => JSON.stringify(reply).includes(id))
      for (const event of left) expect(event.patient_ids, name).toEqual(expect.arrayContaining(held))
    }
    for (const event of left) expect(event.fields, name).toEqual(classesOf(endpoint))
  }
})
test('[B106][B122][C41 part] while the journal cannot be written nothing of a patient is answered and nothing is changed', async () => {
  const clinic = await openClinic()
  const stage = await setStage(clinic)
  const state = () =>
    clinic.sql(`select (select json_agg(p) from patients p) as patients, (select json_agg(r) from records r) as records,
      (select json_agg(v) from record_versions v) as versions, (select json_agg(a) from appointments a) as visits`)
  const before = await state()
  await clinic.sql(`create function fails() returns trigger language plpgsql as $$ begin raise 'the journal is full'; end $$`)
  await clinic.sql('create trigger fails before insert on audit_events for each row execute function fails()')
  for (const { name, tell } of ofPatients()) {
    const answer = await tell(stage).then(
      (reply) => ({ reply }),
      (problem: unknown) => ({ status: Object(problem).status, code: Object(problem).code, said: JSON.stringify(problem) }),
    )
    expect(answer, name).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
    expect(JSON.stringify(answer), name).not.toMatch(/Malley|well|journal is full/i)
  }
  expect(await state()).toEqual(before)
})

const endpoints = new Map<string, Endpoint>(Object.entries(api))

/** The endpoints that show or change something of a patient, with their stories. */
function ofPatients() {
  return Object.entries(stories).flatMap(([name, tell]) => {
    const endpoint = endpoints.get(name)
    return endpoint && classesOf(endpoint) ? [{ name, endpoint, tell }] : []
  })
}

function classesOf({ audit }: Endpoint) {
  return audit === 'none' ? undefined : shownBy[audit]
}

/**
 * How often PostgreSQL's log says that somebody's statements touched data of patients: once for each context that was set before them, and
 * once for each statement that ran without one.
 */
function readsIn(log: string): number {
  const touched = new Map<string, boolean>()
  let reads = 0
  for (const [, backend = '', name = '', text = ''] of log.matchAll(
    /\[(\d+)\] LOG: {2}execute ([\w.-]+): ([\s\S]*?)(?=\n\d{4}-\d\d-\d\d |$)/g,
  )) {
    if (name.startsWith('context.')) touched.set(backend, false)
    else if (name === 'audit.border') touched.delete(backend)
    else if (name !== 'audit.write' && tablesOfPatients.test(text) && touched.get(backend) !== true) {
      if (touched.has(backend)) touched.set(backend, true)
      reads += 1
    }
  }
  return reads
}

async function countEvents(clinic: Clinic): Promise<number> {
  return (await clinic.events()).length
}

async function sealedWho(clinic: Clinic, event: Record<string, unknown>): Promise<unknown> {
  const place = { tenantId: String(event.tenant_id), table: 'audit_events', column: 'who', rowId: String(event.id) }
  return Buffer.isBuffer(event.who) ? clinic.keep.vault.open(place, Sealed.fromDatabase(event.who)) : undefined
}

function touchesOnePatient(endpoint: Endpoint): boolean {
  return /^(patient\.(read|updated|history-read|trends-read|access-log-read)|record\.(read|drafted|updated|signed|verified|listed)|appointment\.(read|booked|cancelled)|care-team\.\w+)$/.test(
    endpoint.audit,
  )
}
