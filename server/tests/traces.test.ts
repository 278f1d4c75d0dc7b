// Drives every endpoint of the contract once and demands the contract's one event. The table is typed by the contract: an endpoint without a story does not compile.

import type { Client } from '@wardkeep/client'
import { api, type Endpoint, type EndpointName } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { Sealed } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { aud, castPassword, drAna, drIdan, max, pia, rita } from './people.ts'

type Stage = {
  clinic: Clinic
  pia: Client
  ana: Client
  max: Client
  aud: Client
  rita: Client
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
}

const content = { type: 'visit-note' as const, title: 'Visit', sections: [{ text: 'All is well' }] }

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
  listPatients: (stage) => stage.ana.listPatients({ query: {} }),
  readPatient: (stage) => stage.ana.readPatient({ params: { id: stage.patientId } }),
  updatePatient: (stage) => stage.pia.updatePatient({ params: { id: stage.patientId }, version: 1, body: { language: 'en' } }),
  readHistory: (stage) => stage.ana.readHistory({ params: { id: stage.patientId }, query: {} }),
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
  cancelAppointment: (stage) => stage.pia.cancelAppointment({ params: { id: stage.appointmentId }, body: { reason: 'patient-request' } }),
  setAvailability: (stage) =>
    stage.ana.setAvailability({ params: { id: 'me' }, version: 1, body: { timeZone: 'Asia/Jerusalem', weekly: [] } }),
}

test('[F75] every endpoint leaves exactly the one event that its contract names, with who, when, from where, what, on what and how it ended', async () => {
  const stage = await setStage()
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
    ).toEqual([endpoint.audit])
    const [event] = left
    expect(event, name).toMatchObject({
      outcome: name === 'secondFactor' ? 'denied' : 'allowed',
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
  const stage = await setStage()
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

async function setStage(): Promise<Stage> {
  const clinic = await openClinic()
  const [piaClient, ana, maxClient, audClient, ritaClient] = await Promise.all(
    [pia, drAna, max, aud, rita].map((person) => clinic.as(person)),
  )
  if (!piaClient || !ana || !maxClient || !audClient || !ritaClient) throw new Error('the cast is signed in')
  const { patientId = '' } = clinic.who(pia)
  const { doctorId = '' } = clinic.who(drAna)
  const { items: free } = await piaClient.readSlots({ params: { id: doctorId }, query: slotWindow(clinic) })
  const first = free[20] ?? { start: '', end: '' }
  const appointment = await piaClient.bookAppointment({ body: { doctorId, ...first } })
  const [draft, toSign, signed] = await Promise.all([1, 2, 3].map(() => ana.createRecord({ body: { patientId, ...content } })))
  await ana.signRecord({ params: { id: signed?.id ?? '' }, body: {} })
  const grants = await Promise.all([1, 2].map(() => clinic.stranger().login({ body: { login: pia.email, password: castPassword } })))
  await clinic.stranger().login({ body: { login: pia.email, password: castPassword } })
  const sessions = await piaClient.listSessions()
  return {
    clinic,
    pia: piaClient,
    ana,
    max: maxClient,
    aud: audClient,
    rita: ritaClient,
    stranger: clinic.stranger(),
    patientId,
    doctorId,
    free,
    appointmentId: appointment.id,
    draftId: draft?.id ?? '',
    toSignId: toSign?.id ?? '',
    signedId: signed?.id ?? '',
    refreshTokens: grants.map((grant) => ('refreshToken' in grant ? grant.refreshToken : '')),
    challengeSession: sessions.items.find((session) => !session.current && session.createdAt === latest(sessions.items))?.id ?? '',
  }
}

function latest(sessions: readonly { createdAt: string }[]): string {
  return (
    sessions
      .map((session) => session.createdAt)
      .sort()
      .at(-1) ?? ''
  )
}

function slotWindow(clinic: Clinic): { from: string; to: string } {
  const now = clinic.clock.now().getTime()
  return { from: new Date(now).toISOString(), to: new Date(now + 14 * 86_400_000).toISOString() }
}

function slot(stage: Stage, place: number): { start: string; end: string } {
  return stage.free[place] ?? { start: '', end: '' }
}

const endpoints = new Map<string, Endpoint>(Object.entries(api))

async function countEvents(clinic: Clinic): Promise<number> {
  return (await clinic.events()).length
}

async function sealedWho(clinic: Clinic, event: Record<string, unknown>): Promise<unknown> {
  const place = { tenantId: String(event.tenant_id), table: 'audit_events', column: 'who', rowId: String(event.id) }
  return Buffer.isBuffer(event.who) ? clinic.keep.vault.open(place, Sealed.fromDatabase(event.who)) : undefined
}

function touchesOnePatient(endpoint: Endpoint): boolean {
  return /^(patient\.(read|updated|history-read|access-log-read)|record\.(read|drafted|updated|signed|verified|listed)|appointment\.(read|booked|cancelled))$/.test(
    endpoint.audit,
  )
}
