// What the stories are told on: one organisation's things, made once, and everybody signed in.
import type { Client } from '@wardkeep/client'
import { question } from '../src/features/cases/cases.fixture.ts'
import { type Begun, TestProvider } from '../src/features/identity/sign-on.fixture.ts'
import { importRequests } from '../src/features/importing/index.ts'
import { requestOf } from '../src/features/legacy/legacy.fixture.ts'
import { beganVisit } from '../src/features/scheduling/visits.fixture.ts'
import type { Clinic } from './clinic.ts'
import { tokenIn } from './mail-server.ts'
import { aud, castPassword, drAna, drIdan, max, mira, paul, pia, rita } from './people.ts'

export type Stage = {
  clinic: Clinic
  pia: Client
  ana: Client
  max: Client
  aud: Client
  rita: Client
  paul: Client
  mira: Client
  idan: Client
  stranger: Client
  patientId: string
  doctorId: string
  free: { start: string; end: string }[]
  appointmentId: string
  holdId: string
  roomId: string
  /** Two visits of Pia with Dr Ana that began a while ago. */
  todayIds: string[]
  draftId: string
  toSignId: string
  signedId: string
  toDeleteId: string
  refreshTokens: string[]
  challengeSession: string
  /** Of the authenticator that Max sets up. */
  totpSecret: string
  passkeyOptions: { challenge: string }
  passkeyId: string
  invitationId: string
  apiKeyId: string
  relationId: string
  entryId: string
  proxyId: string
  proxyInvitationId: string
  proxyToken: string
  caseId: string
  receipt: string
  /** Of the assistant: a summary, and a reply. */
  assistantDraftId: string
  assistantReplyId: string
  /** Of Dr Idan, for Paul, with its alert and its review. */
  emergencyId: string
  alertId: string
  reviewId: string
  /** Of Pia’s calendar. */
  feedToken: string
  visitTypeId: string
  holidayId: string
  partnerId: string
  legacyId: string
  /** An identity provider that somebody may set up, and how Ana's connecting to it stands. */
  provider: TestProvider
  begun?: Begun
  ticket?: string
}

export const content = { type: 'visit-note' as const, title: 'Visit', sections: [{ text: 'All is well' }] }

export const emergency = { code: 'cannot-speak' as const, text: 'Found unconscious in the hall' }

export const mistaken = { code: 'incorrect' as const, text: 'It says the wrong thing' }

export async function setStage(clinic: Clinic): Promise<Stage> {
  const [piaClient, ana, maxClient, audClient, ritaClient, idan] = await Promise.all(
    [pia, drAna, max, aud, rita, drIdan].map((person) => clinic.as(person)),
  )
  if (!piaClient || !ana || !maxClient || !audClient || !ritaClient || !idan) throw new Error('the cast is signed in')
  const { patientId = '' } = clinic.who(pia)
  const { doctorId = '' } = clinic.who(drAna)
  const { items: free } = await piaClient.readSlots({ params: { id: doctorId }, query: slotWindow(clinic) })
  const first = free[20] ?? { start: '', end: '' }
  const appointment = await piaClient.bookAppointment({ body: { doctorId, ...first } })
  const todayIds = [await beganVisit(clinic, drAna, pia, 60), await beganVisit(clinic, drAna, pia, 120)]
  const [draft, toSign, signed, toDelete] = await Promise.all([1, 2, 3, 4].map(() => ana.createRecord({ body: { patientId, ...content } })))
  await ana.signRecord({ params: { id: signed?.id ?? '' }, body: {} })
  const grants = await Promise.all([1, 2].map(() => clinic.stranger().login({ body: { login: pia.email, password: castPassword } })))
  await clinic.stranger().login({ body: { login: pia.email, password: castPassword } })
  const sessions = await piaClient.listSessions()
  const invitation = await maxClient.invite({ body: { email: 'waits@harbour.test', displayName: 'Waits', role: 'auditor' } })
  await piaClient.inviteProxy({ params: { id: patientId }, body: { email: paul.email, scopes: ['read'] } })
  const { items: mails } = await maxClient.listMailbox({ query: {} })
  const { patientId: paulId = '' } = clinic.who(paul)
  const { id: emergencyId } = await idan.openBreakGlass({ body: { patient: { id: paulId }, reason: emergency } })
  await importRequests(clinic.keep, { tenantId: clinic.who(max).tenantId, now: clinic.clock.now() }, [requestOf(1)])
  const [old] = await clinic.sql('select id from legacy_cases')
  const feed = await piaClient.makeCalendarFeed()
  const [raised] = await clinic.sql('select a.id as alert, r.id as review from alerts a, reviews r')
  return {
    clinic,
    idan,
    emergencyId,
    alertId: String(raised?.alert),
    reviewId: String(raised?.review),
    feedToken: tokenOf(feed.url),
    pia: piaClient,
    ana,
    max: maxClient,
    aud: audClient,
    rita: ritaClient,
    paul: await clinic.as(paul),
    mira: await clinic.as(mira),
    stranger: clinic.stranger(),
    patientId,
    doctorId,
    free,
    appointmentId: appointment.id,
    holdId: '',
    roomId: '',
    todayIds,
    draftId: draft?.id ?? '',
    toSignId: toSign?.id ?? '',
    signedId: signed?.id ?? '',
    toDeleteId: toDelete?.id ?? '',
    totpSecret: '',
    passkeyOptions: { challenge: '' },
    passkeyId: '',
    refreshTokens: grants.map((grant) => ('refreshToken' in grant ? grant.refreshToken : '')),
    challengeSession: sessions.items.find((session) => !session.current && session.createdAt === latest(sessions.items))?.id ?? '',
    invitationId: invitation.id,
    apiKeyId: '',
    relationId: '',
    entryId: '',
    proxyId: '',
    proxyInvitationId: '',
    proxyToken: tokenIn(mails.find(({ template }) => template === 'proxy-invitation')?.link ?? ''),
    visitTypeId: '',
    holidayId: '',
    receipt: (await clinic.stranger().submitAnonymously({ body: question })).receipt,
    partnerId: '',
    legacyId: String(old?.id),
    caseId: (await piaClient.submitCase({ body: question })).id,
    assistantDraftId: '',
    assistantReplyId: '',
    provider: new TestProvider(clinic),
  }
}

/** What the address of a calendar feed carries. */
export function tokenOf(url: string): string {
  return /([^/]+)\.ics$/.exec(url)?.[1] ?? ''
}

function latest(sessions: readonly { createdAt: string }[]): string {
  return (
    sessions
      .map((session) => session.createdAt)
      .sort()
      .at(-1) ?? ''
  )
}

export function slotWindow(clinic: Clinic): { from: string; to: string } {
  const now = clinic.clock.now().getTime()
  return { from: new Date(now).toISOString(), to: new Date(now + 14 * 86_400_000).toISOString() }
}
