// What is done once at every endpoint of the contract. The table is typed by the contract: an endpoint without a story does not compile.
import type { EndpointName } from '@wardkeep/contract'
import { assistantBudgets } from '@wardkeep/contract/assistant.ts'
import { question } from '../src/features/cases/cases.fixture.ts'
import { Authenticator, unknownPasskey } from '../src/features/identity/authenticator.fixture.ts'
import { bearer, codeAt, post, send } from '../src/features/identity/identity.fixture.ts'
import { begun, deliver } from '../src/features/identity/sign-on.fixture.ts'
import { fundAt } from '../src/features/partners/partners.fixture.ts'
import { consultation } from '../src/features/visit-types/visit-types.fixture.ts'
import { castPassword, drAna, drIdan, paul, pia, rita } from './people.ts'
import { harbourSettings } from './settings.fixture.ts'
import { content, emergency, mistaken, type Stage, slotWindow } from './stage.ts'

/** What else an act leads to, as events of their own kinds. */
const consequences: { [K in EndpointName]?: string[] } = {
  openBreakGlass: ['alert.raised', 'review.raised'],
  extendBreakGlass: ['alert.raised', 'review.raised'],
  updateUser: ['session.revoked'],
  changePassword: ['session.revoked', 'session.continued'],
  closeAccount: ['session.revoked'],
  checkMember: ['membership.answered'],
}

const nowhere = '01890000-0000-7000-8000-000000000000'
/** Nobody else’s story ends with the factor’s. */
const kept = { keepSessions: true }

export const stories: { [K in EndpointName]: (stage: Stage) => Promise<unknown> } = {
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
  endUserSessions: (stage) => stage.max.endUserSessions({ params: { id: stage.clinic.who(rita).userId } }),
  listPatients: (stage) => stage.ana.listPatients({ query: {} }),
  readPatient: (stage) => stage.ana.readPatient({ params: { id: stage.patientId } }),
  updatePatient: (stage) => stage.pia.updatePatient({ params: { id: stage.patientId }, version: 1, body: { language: 'en' } }),
  readHistory: (stage) => stage.ana.readHistory({ params: { id: stage.patientId }, query: {} }),
  readTrends: (stage) => stage.ana.readTrends({ params: { id: stage.patientId } }),
  readAccessLog: (stage) => stage.pia.readAccessLog({ params: { id: stage.patientId }, query: {} }),
  listDoctors: (stage) => stage.pia.listDoctors({ query: {} }),
  readDoctor: (stage) => stage.pia.readDoctor({ params: { id: stage.doctorId } }),
  readAvailability: (stage) => stage.ana.readAvailability({ params: { id: 'me' } }),
  searchFree: (stage) => stage.pia.searchFree({ query: {} }),
  readSlots: (stage) => stage.pia.readSlots({ params: { id: stage.doctorId }, query: slotWindow(stage.clinic) }),
  bookAppointment: (stage) => stage.pia.bookAppointment({ body: { doctorId: stage.doctorId, ...slot(stage, 3), reason: 'Cough' } }),
  holdSlot: async (stage) => {
    stage.holdId = (await stage.pia.holdSlot({ body: { doctorId: stage.doctorId, ...slot(stage, 4) } })).id
  },
  releaseHold: (stage) => stage.pia.releaseHold({ params: { id: stage.holdId } }),
  rescheduleAppointment: async (stage) => {
    const moved = await stage.pia.rescheduleAppointment({ params: { id: stage.appointmentId }, body: slot(stage, 5) })
    stage.appointmentId = moved.id
  },
  recordArrival: (stage) => stage.ana.recordArrival({ params: { id: stage.todayIds[0] ?? '' }, body: {} }),
  checkIn: (stage) => stage.ana.checkIn({ params: { id: stage.todayIds[0] ?? '' }, body: {} }),
  completeAppointment: (stage) => stage.ana.completeAppointment({ params: { id: stage.todayIds[0] ?? '' }, body: {} }),
  recordNoShow: (stage) => stage.ana.recordNoShow({ params: { id: stage.todayIds[1] ?? '' }, body: {} }),
  bookSeries: (stage) => {
    const { doctorId, patientId } = stage
    return stage.max.bookSeries({
      body: { doctorId, patientId, ...slot(stage, 6), everyDays: 7, count: 2, override: { reason: 'A course' } },
    })
  },
  listRooms: (stage) => stage.ana.listRooms(),
  addRoom: async (stage) => {
    stage.roomId = (await stage.max.addRoom({ body: { name: 'Room 1' } })).id
  },
  changeRoom: (stage) => stage.max.changeRoom({ params: { id: stage.roomId }, version: 1, body: { name: 'Room 2', active: true } }),
  listAppointments: (stage) => stage.pia.listAppointments({ query: {} }),
  readAppointment: (stage) => stage.pia.readAppointment({ params: { id: stage.appointmentId } }),
  createRecord: (stage) => stage.ana.createRecord({ body: { patientId: stage.patientId, ...content } }),
  updateRecord: (stage) => stage.ana.updateRecord({ params: { id: stage.draftId }, version: 1, body: content }),
  listRecords: (stage) => stage.pia.listRecords({ query: { patientId: stage.patientId } }),
  readRecord: (stage) => stage.pia.readRecord({ params: { id: stage.signedId } }),
  signRecord: (stage) => stage.ana.signRecord({ params: { id: stage.toSignId }, body: {} }),
  verifyRecord: (stage) => stage.pia.verifyRecord({ params: { id: stage.signedId }, query: {} }),
  exportEvents: (stage) => stage.max.exportEvents({ query: {} }),
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
  submitCase: (stage) => stage.pia.submitCase({ body: question }),
  listCases: (stage) => stage.pia.listCases({ query: {} }),
  readCase: (stage) => stage.pia.readCase({ params: { id: stage.caseId } }),
  acceptCase: (stage) => stage.ana.acceptCase({ params: { id: stage.caseId }, body: {} }),
  assistTriage: (stage) => stage.ana.assistTriage({ body: { caseId: stage.caseId } }),
  assistSummary: async (stage) => {
    stage.assistantDraftId = (await stage.ana.assistSummary({ body: { caseId: stage.caseId } })).id ?? ''
  },
  assistReply: async (stage) => {
    stage.assistantReplyId = (await stage.ana.assistReply({ body: { caseId: stage.caseId } })).id ?? ''
  },
  listDrafts: (stage) => stage.ana.listDrafts({ params: { id: stage.caseId } }),
  acceptDraft: (stage) =>
    stage.ana.acceptDraft({ params: { id: stage.caseId, draftId: stage.assistantDraftId || stage.caseId }, body: {} }),
  rejectDraft: (stage) =>
    stage.ana.rejectDraft({ params: { id: stage.caseId, draftId: stage.assistantReplyId || stage.caseId }, body: {} }),
  readAssistant: (stage) => stage.max.readAssistant(),
  setAssistant: (stage) => stage.max.setAssistant({ version: 1, body: { enabled: true, outside: false, ...assistantBudgets } }),
  writeToCase: (stage) => stage.pia.writeToCase({ params: { id: stage.caseId }, body: { text: 'Since Tuesday' } }),
  answerCase: (stage) => stage.ana.answerCase({ params: { id: stage.caseId }, body: { text: 'Rest' } }),
  closeCase: (stage) => stage.pia.closeCase({ params: { id: stage.caseId }, body: {} }),
  reopenCase: (stage) => stage.pia.reopenCase({ params: { id: stage.caseId }, body: { text: 'Still' } }),
  passCaseOn: (stage) => stage.ana.passCaseOn({ params: { id: stage.caseId }, body: {} }),
  readCaseRouting: (stage) => stage.max.readCaseRouting(),
  setPool: (stage) => stage.max.setPool({ params: { id: stage.doctorId }, body: { pool: 'acme' } }),
  readCaseDeadlines: (stage) => stage.pia.readCaseDeadlines(),
  setCaseDeadlines: (stage) => stage.max.setCaseDeadlines({ body: { routine: 48, soon: 24, urgent: 4 } }),
  simulateRouting: (stage) => stage.max.simulateRouting({ body: { language: 'he' } }),
  withdrawAssistantConsent: (stage) => stage.pia.withdrawAssistantConsent({ params: { id: stage.caseId }, body: {} }),
  withdrawCase: (stage) => stage.pia.withdrawCase({ params: { id: stage.caseId }, body: {} }),
  submitAnonymously: async (stage) => {
    stage.receipt = (await stage.stranger.submitAnonymously({ body: question })).receipt
  },
  readByReceipt: (stage) => stage.stranger.readByReceipt({ body: { receipt: stage.receipt } }),
  writeByReceipt: (stage) => stage.stranger.writeByReceipt({ body: { receipt: stage.receipt, text: 'Since Tuesday' } }),
  claimCase: (stage) => stage.paul.claimCase({ body: { receipt: stage.receipt } }),
  setAvailability: (stage) =>
    stage.ana.setAvailability({ params: { id: 'me' }, version: 1, body: { timeZone: 'Asia/Jerusalem', weekly: [] } }),
  forgotPassword: ({ stranger }) => stranger.forgotPassword({ body: { login: paul.email } }),
  askForFreshLink: async ({ stranger, clinic }) => {
    const told = await stranger.askForFreshLink({ body: { token: 'unknown' } })
    // With what strangers do besides, one more would lock the address.
    await clinic.sql('delete from sign_in_attempts')
    return told
  },
  askForVerification: ({ stranger }) => stranger.askForVerification({ body: { login: paul.email } }),
  resetPassword: ({ stranger }) => stranger.resetPassword({ body: { token: 'unknown', password: castPassword } }).catch(() => {}),
  verifyEmail: ({ stranger }) => stranger.verifyEmail({ body: { token: 'unknown' } }).catch(() => {}),
  unlockUser: (stage) => stage.max.unlockUser({ params: { id: stage.clinic.who(paul).userId } }),
  listMailbox: (stage) => stage.max.listMailbox({ query: {} }),
  listFactors: (stage) => stage.max.listFactors(),
  beginTotp: async (stage) => {
    stage.totpSecret = (await stage.max.beginTotp()).secret
  },
  confirmTotp: (stage) => stage.max.confirmTotp({ query: kept, body: { code: codeAt(stage.totpSecret, stage.clinic.clock.now()) } }),
  makeRecoveryCodes: (stage) => stage.max.makeRecoveryCodes({ query: kept }),
  removeTotp: (stage) => stage.max.removeTotp({ query: kept }),
  passkeyChallenge: ({ stranger }) => stranger.passkeyChallenge(),
  passkeySignIn: ({ stranger }) => stranger.passkeySignIn({ body: { credential: unknownPasskey } }).catch(() => {}),
  beginPasskey: async (stage) => {
    stage.passkeyOptions = await stage.max.beginPasskey()
  },
  registerPasskey: async (stage) => {
    const credential = new Authenticator().create(stage.passkeyOptions)
    stage.passkeyId = (await stage.max.registerPasskey({ query: kept, body: { name: 'Key', credential } })).passkey.id
  },
  renamePasskey: (stage) => stage.max.renamePasskey({ params: { id: stage.passkeyId }, body: { name: 'Old key' } }),
  removePasskey: (stage) => stage.max.removePasskey({ params: { id: stage.passkeyId }, query: kept }),
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
      body: { staffSecondFactor: false, secondFactorRoles: ['reception'], passwordPolicy: 'composition', evenOfMe: true },
    }),
  askForFactorReset: async (stage) => {
    const { userId, tenantId } = stage.clinic.who(drIdan)
    await stage.clinic.sql(
      `insert into second_factors (tenant_id, user_id, kind, secret, confirmed_at) values ($1, $2, 'totp', decode(repeat('00', 60), 'hex'), now())`,
      [tenantId, userId],
    )
    return stage.max.askForFactorReset({ params: { id: userId }, body: { reason: 'device-lost', evidence: 'photo-id' } })
  },
  resetFactors: async (stage) => {
    // As another administrator did.
    await stage.clinic.sql('update factor_resets set asked_by = $1', [stage.clinic.who(rita).userId])
    return stage.max.resetFactors({ params: { id: stage.clinic.who(drIdan).userId }, body: { evidence: 'known-in-person' } })
  },
  closeUser: (stage) => stage.max.closeUser({ params: { id: stage.clinic.who(drIdan).userId }, body: { email: drIdan.email } }),
  readOrganisation: (stage) => stage.max.readOrganisation(),
  setOrganisation: (stage) => stage.max.setOrganisation({ version: 1, body: harbourSettings }),
  linkProxy: async (stage) => {
    const body = { email: paul.email, capacity: 'carer' as const, scopes: ['read' as const, 'book' as const] }
    stage.proxyId = (await stage.max.linkProxy({ params: { id: stage.patientId }, body })).id
  },
  listProxied: (stage) => stage.paul.listProxied(),
  actFor: (stage) => stage.paul.actFor({ body: { patientId: stage.patientId } }),
  listProxies: (stage) => stage.pia.listProxies({ params: { id: stage.patientId }, query: {} }),
  endProxy: (stage) => stage.paul.endProxy({ params: { id: stage.patientId, relationId: stage.proxyId || stage.patientId }, body: {} }),
  inviteProxy: (stage) =>
    stage.pia.inviteProxy({ params: { id: stage.patientId }, body: { email: 'carer@harbour.test', scopes: ['read'] } }).then(({ id }) => {
      stage.proxyInvitationId = id
    }),
  listProxyInvitations: (stage) => stage.pia.listProxyInvitations({ params: { id: stage.patientId } }),
  withdrawProxyInvitation: (stage) =>
    stage.pia.withdrawProxyInvitation({ params: { id: stage.patientId, invitationId: stage.proxyInvitationId || stage.patientId } }),
  acceptProxy: (stage) => stage.paul.acceptProxy({ body: { token: stage.proxyToken } }),
  joinAsProxy: ({ stranger }) =>
    stranger.joinAsProxy({ body: { token: 'unknown', displayName: 'Carer', password: castPassword } }).catch(() => {}),
  disablePassword: (stage) => stage.max.disablePassword({ params: { id: stage.clinic.who(rita).userId } }),
  readCalendarFile: (stage) => stage.pia.readCalendarFile({ params: { id: stage.appointmentId } }),
  makeCalendarFeed: (stage) => stage.ana.makeCalendarFeed(),
  readCalendarFeed: (stage) => stage.ana.readCalendarFeed(),
  endCalendarFeed: (stage) => stage.ana.endCalendarFeed(),
  calendarFeed: (stage) => stage.stranger.calendarFeed({ params: { token: stage.feedToken } }),
  listVisitTypes: (stage) => stage.pia.listVisitTypes({ query: {} }),
  addVisitType: async (stage) => {
    stage.visitTypeId = (await stage.max.addVisitType({ body: consultation })).id
  },
  changeVisitType: (stage) =>
    stage.max.changeVisitType({ params: { id: stage.visitTypeId }, version: 1, body: { ...consultation, active: false } }),
  addHoliday: async (stage) => {
    stage.holidayId = (await stage.max.addHoliday({ body: { name: 'New Year', from: '2099-01-01', until: '2099-01-01' } })).id
  },
  listHolidays: (stage) => stage.pia.listHolidays(),
  removeHoliday: (stage) => stage.max.removeHoliday({ params: { id: stage.holidayId } }),
  joinWaitlist: async (stage) => {
    stage.entryId = (await stage.paul.joinWaitlist({ body: { doctorId: stage.doctorId } })).id
  },
  listWaitlist: (stage) => stage.max.listWaitlist({ query: {} }),
  declineOffer: async (stage) => {
    await offered(stage, 30)
    await stage.paul.declineOffer({ params: { id: stage.entryId || stage.patientId }, body: {} })
  },
  acceptOffer: async (stage) => {
    await offered(stage, 31)
    await stage.paul.acceptOffer({ params: { id: stage.entryId || stage.patientId }, body: {} })
  },
  deleteRecord: (stage) => stage.ana.deleteRecord({ params: { id: stage.toDeleteId }, version: 1 }),
  addAddendum: (stage) => stage.ana.addAddendum({ params: { id: stage.signedId }, body: { sections: content.sections } }),
  retractRecord: (stage) => stage.max.retractRecord({ params: { id: stage.signedId }, body: { reason: mistaken } }),
  leaveWaitlist: async (stage) => {
    await stage.clinic.sql('update waitlist_entries set ended_at = null, ending = null')
    await stage.paul.leaveWaitlist({ params: { id: stage.entryId || stage.patientId }, body: {} })
  },
  readVacation: (stage) => stage.ana.readVacation({ params: { id: 'me' } }),
  setVacation: (stage) => stage.max.setVacation({ params: { id: stage.doctorId }, version: 1, body: awayWithIdan(stage) }),
  listHandovers: (stage) => stage.max.listHandovers({ query: {} }),
  handOver: async (stage) => {
    const [row] = await stage.clinic.sql(
      `select id from appointments where doctor_id = $1 and status = 'booked' and starts_at > now() limit 1`,
      [stage.doctorId],
    )
    await stage.max.handOver({ params: { id: String(row?.id ?? stage.patientId) }, body: {} })
  },
  readReminders: (stage) => stage.max.readReminders(),
  setReminders: (stage) => stage.max.setReminders({ body: { mail: false } }),
  listPartners: (stage) => stage.max.listPartners(),
  addPartner: async (stage) => {
    stage.partnerId = (await stage.max.addPartner({ body: fundAt('http://127.0.0.1:9') })).id
  },
  changePartner: (stage) =>
    stage.max.changePartner({
      params: { id: stage.partnerId || stage.patientId },
      version: 1,
      body: { ...fundAt('http://127.0.0.1:9'), active: true },
    }),
  checkMember: (stage) =>
    stage.max.checkMember({ params: { id: stage.patientId }, body: { partnerId: stage.partnerId || stage.patientId, number: '12' } }),
  listMemberships: (stage) => stage.max.listMemberships({ params: { id: stage.patientId } }),
  listMemberChecks: (stage) => stage.aud.listMemberChecks({ query: {} }),
  listLegacyCases: (stage) => stage.max.listLegacyCases({ query: {} }),
  listLegacyCasesOf: (stage) => stage.pia.listLegacyCasesOf({ params: { id: stage.patientId }, query: {} }),
  readLegacyCase: (stage) => stage.max.readLegacyCase({ params: { id: stage.legacyId } }),
  linkLegacyCase: (stage) =>
    stage.max.linkLegacyCase({ params: { id: stage.legacyId }, body: { patientId: stage.patientId, evidence: 'identity-document' } }),
  listSignOnProviders: (stage) => stage.max.listSignOnProviders(),
  addSignOnProvider: async (stage) => {
    stage.provider.id = (await stage.max.addSignOnProvider({ body: stage.provider.settings() })).id
  },
  changeSignOnProvider: ({ max, provider }) =>
    max.changeSignOnProvider({ params: { id: provider.id }, version: 1, body: { ...provider.settings(), active: true } }),
  signOnMetadata: ({ stranger }) => stranger.signOnMetadata({ params: { organisation: nowhere, provider: nowhere } }),
  listOwnSignOn: ({ ana }) => ana.listOwnSignOn(),
  beginConnecting: async (stage) => {
    const headers = bearer(await stage.clinic.token(drAna))
    stage.begun = begun(await send(stage.clinic, 'POST', `/api/auth/sign-on/providers/${stage.provider.id}/connection`, { headers }))
  },
  answerSignOn: async (stage) => {
    if (stage.begun) stage.ticket = (await deliver(stage.clinic, stage.provider.form(stage.begun.asked))).ticket
  },
  connectSignOn: async ({ clinic, begun: { cookie } = { cookie: '' }, ticket = '' }) =>
    post(clinic, '/api/auth/sign-on/connection', { ticket }, { ...bearer(await clinic.token(drAna)), cookie }),
  beginSignOn: ({ stranger }) => stranger.beginSignOn({ body: { email: 'whoever@harbour.test' } }),
  finishSignOn: ({ stranger }) => stranger.finishSignOn({ body: { ticket: 'unknown' } }).catch(() => {}),
  endByProvider: async ({ clinic, provider }) => {
    const url = `http://localhost:8080/api/auth/sign-on/${clinic.who(pia).tenantId}/${provider.id}/logout`
    await deliver(clinic, provider.logout({ url }))
  },
  disconnectSignOn: ({ ana, provider }) => ana.disconnectSignOn({ params: { id: provider.id } }),
  removeSignOnProvider: ({ max, provider }) => max.removeSignOnProvider({ params: { id: provider.id } }),
  closeAccount: (stage) => stage.paul.closeAccount({ body: { email: paul.email } }),
  // Last, since it ends the session it is asked in.
  changePassword: (stage) => stage.aud.changePassword({ body: { currentPassword: castPassword, newPassword: 'Velvet-Tundra-4-Kayak' } }),
  // Elsewhere, since it ends what the other stories speak in.
  endEverybodysSessions: (stage) => stage.mira.endEverybodysSessions(),
}

export const refusedStories = [
  'askForFreshLink',
  'secondFactor',
  'resetPassword',
  'verifyEmail',
  'acceptInvitation',
  'joinAsProxy',
  'confirmEmailChange',
  'undoEmailChange',
  'passkeySignIn',
  'finishSignOn',
]

export const ledTo = new Map(Object.entries(consequences))

/** Offers a free slot to who waits, as a cancellation would. */
async function offered(stage: Stage, place: number): Promise<void> {
  if (stage.entryId === '') return
  const { start, end } = slot(stage, place)
  const given = [stage.clinic.who(paul).tenantId, stage.doctorId, start, end]
  const [offer] = await stage.clinic.sql(
    `insert into waitlist_offers (tenant_id, id, entry_id, doctor_id, starts_at, ends_at, offered_at, expires_at)
     values ($1, gen_random_uuid(), $5, $2, $3, $4, now(), now() + interval '10 minutes') returning id`,
    [...given, stage.entryId],
  )
  await stage.clinic.sql(
    `insert into occupancies (tenant_id, holder_id, resource_id, during, held_until)
     values ($1, $5, $2, tstzrange($3, $4), now() + interval '11 minutes')`,
    [...given, offer?.id],
  )
}

function awayWithIdan({ clinic }: Stage) {
  const { doctorId: standInDoctorId = '' } = clinic.who(drIdan)
  return { active: true, standInDoctorId }
}

function slot(stage: Stage, place: number): { start: string; end: string } {
  return stage.free[place] ?? { start: '', end: '' }
}
