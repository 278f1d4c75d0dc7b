import * as access from './access.ts'
import * as acting from './acting.ts'
import * as alerts from './alerts.ts'
import * as apiKeys from './api-keys.ts'
import * as assistant from './assistant.ts'
import * as breakGlass from './break-glass.ts'
import * as calendar from './calendar.ts'
import * as careTeam from './care-team.ts'
import * as cases from './cases.ts'
import * as closing from './closing.ts'
import * as credentials from './credentials.ts'
import * as doctors from './doctors.ts'
import type { Endpoint, Flag } from './endpoint.ts'
import * as factors from './factors.ts'
import * as holds from './holds.ts'
import * as identity from './identity.ts'
import * as invitations from './invitations.ts'
import * as journal from './journal.ts'
import * as legacy from './legacy.ts'
import * as mailbox from './mailbox.ts'
import * as operations from './operations.ts'
import * as organisations from './organisations.ts'
import * as partners from './partners.ts'
import * as passkeys from './passkeys.ts'
import * as patients from './patients.ts'
import * as people from './people.ts'
import * as proxies from './proxies.ts'
import * as receipts from './receipts.ts'
import * as records from './records.ts'
import * as reminders from './reminders.ts'
import * as reviews from './reviews.ts'
import * as rooms from './rooms.ts'
import * as scheduling from './scheduling.ts'
import * as series from './series.ts'
import * as signInRules from './sign-in-rules.ts'
import * as singleSignOn from './single-sign-on.ts'
import * as usage from './usage.ts'
import * as userSessions from './user-sessions.ts'
import * as vacations from './vacations.ts'
import * as visitLife from './visit-life.ts'
import * as visitTypes from './visit-types.ts'
import * as waitlist from './waitlist.ts'

export type { Assurance, Endpoint, Flag, Input, Reply } from './endpoint.ts'

/** The whole API as one object. OpenAPI, the server's routes, the client and the web app are all made from it. */
export const api = {
  live: operations.live,
  ready: operations.ready,
  openapi: operations.openapi,
  about: operations.about,
  jwks: identity.jwks,
  register: identity.register,
  login: identity.login,
  secondFactor: identity.secondFactor,
  refresh: identity.refresh,
  jwtCreate: identity.jwtCreate,
  jwtRefresh: identity.jwtRefresh,
  jwtVerify: identity.jwtVerify,
  stepUp: identity.stepUp,
  logout: identity.logout,
  me: identity.me,
  csrf: identity.csrf,
  listSessions: identity.listSessions,
  revokeSession: identity.revokeSession,
  endOtherSessions: identity.endOtherSessions,
  listUserSessions: userSessions.listUserSessions,
  endUserSessions: userSessions.endUserSessions,
  endUserSession: userSessions.endUserSession,
  changePassword: credentials.changePassword,
  forgotPassword: credentials.forgotPassword,
  resetPassword: credentials.resetPassword,
  askForVerification: credentials.askForVerification,
  verifyEmail: credentials.verifyEmail,
  unlockUser: credentials.unlockUser,
  listFactors: factors.listFactors,
  beginTotp: factors.beginTotp,
  confirmTotp: factors.confirmTotp,
  removeTotp: factors.removeTotp,
  makeRecoveryCodes: factors.makeRecoveryCodes,
  passkeyChallenge: passkeys.passkeyChallenge,
  passkeySignIn: passkeys.passkeySignIn,
  beginPasskey: passkeys.beginPasskey,
  registerPasskey: passkeys.registerPasskey,
  renamePasskey: passkeys.renamePasskey,
  removePasskey: passkeys.removePasskey,
  updateMe: people.updateMe,
  changeEmail: people.changeEmail,
  confirmEmailChange: people.confirmEmailChange,
  undoEmailChange: people.undoEmailChange,
  listUsers: people.listUsers,
  updateUser: people.updateUser,
  changeRole: people.changeRole,
  invite: invitations.invite,
  listInvitations: invitations.listInvitations,
  withdrawInvitation: invitations.withdrawInvitation,
  acceptInvitation: invitations.acceptInvitation,
  listMailbox: mailbox.listMailbox,
  listPatients: patients.listPatients,
  readPatient: patients.readPatient,
  updatePatient: patients.updatePatient,
  readHistory: patients.readHistory,
  readTrends: patients.readTrends,
  readAccessLog: patients.readAccessLog,
  listDoctors: doctors.listDoctors,
  readDoctor: doctors.readDoctor,
  readAvailability: doctors.readAvailability,
  setAvailability: doctors.setAvailability,
  readSlots: doctors.readSlots,
  searchFree: doctors.searchFree,
  bookAppointment: scheduling.bookAppointment,
  listAppointments: scheduling.listAppointments,
  readAppointment: scheduling.readAppointment,
  cancelAppointment: scheduling.cancelAppointment,
  createRecord: records.createRecord,
  updateRecord: records.updateRecord,
  listRecords: records.listRecords,
  readRecord: records.readRecord,
  signRecord: records.signRecord,
  verifyRecord: records.verifyRecord,
  signers: records.signers,
  listEvents: journal.listEvents,
  listApiKeys: apiKeys.listApiKeys,
  makeApiKey: apiKeys.makeApiKey,
  revokeApiKey: apiKeys.revokeApiKey,
  readUsage: usage.readUsage,
  setRequestLimits: usage.setRequestLimits,
  readCareTeam: careTeam.readCareTeam,
  assignDoctor: careTeam.assignDoctor,
  endAssignment: careTeam.endAssignment,
  listAssignments: careTeam.listAssignments,
  readPolicy: access.readPolicy,
  explainAccess: access.explainAccess,
  readSignInRules: signInRules.readSignInRules,
  setSignInRules: signInRules.setSignInRules,
  closeAccount: closing.closeAccount,
  closeUser: closing.closeUser,
  askForFactorReset: closing.askForFactorReset,
  resetFactors: closing.resetFactors,
  openBreakGlass: breakGlass.openBreakGlass,
  extendBreakGlass: breakGlass.extendBreakGlass,
  endBreakGlass: breakGlass.endBreakGlass,
  listBreakGlass: breakGlass.listBreakGlass,
  countAlerts: alerts.countAlerts,
  listAlerts: alerts.listAlerts,
  acknowledgeAlert: alerts.acknowledgeAlert,
  closeAlert: alerts.closeAlert,
  listReviews: reviews.listReviews,
  closeReview: reviews.closeReview,
  readOrganisation: organisations.readOrganisation,
  setOrganisation: organisations.setOrganisation,
  listProxies: proxies.listProxies,
  linkProxy: proxies.linkProxy,
  endProxy: proxies.endProxy,
  listProxied: proxies.listProxied,
  actFor: acting.actFor,
  inviteProxy: proxies.inviteProxy,
  listProxyInvitations: proxies.listProxyInvitations,
  withdrawProxyInvitation: proxies.withdrawProxyInvitation,
  acceptProxy: proxies.acceptProxy,
  joinAsProxy: proxies.joinAsProxy,
  endEverybodysSessions: userSessions.endEverybodysSessions,
  disablePassword: credentials.disablePassword,
  askForFreshLink: credentials.askForFreshLink,
  exportEvents: journal.exportEvents,
  listVisitTypes: visitTypes.listVisitTypes,
  addVisitType: visitTypes.addVisitType,
  changeVisitType: visitTypes.changeVisitType,
  listHolidays: visitTypes.listHolidays,
  addHoliday: visitTypes.addHoliday,
  removeHoliday: visitTypes.removeHoliday,
  holdSlot: holds.holdSlot,
  releaseHold: holds.releaseHold,
  recordArrival: visitLife.recordArrival,
  checkIn: visitLife.checkIn,
  completeAppointment: visitLife.completeAppointment,
  recordNoShow: visitLife.recordNoShow,
  rescheduleAppointment: visitLife.rescheduleAppointment,
  readCalendarFile: calendar.readCalendarFile,
  readCalendarFeed: calendar.readCalendarFeed,
  makeCalendarFeed: calendar.makeCalendarFeed,
  endCalendarFeed: calendar.endCalendarFeed,
  calendarFeed: calendar.calendarFeed,
  listRooms: rooms.listRooms,
  addRoom: rooms.addRoom,
  changeRoom: rooms.changeRoom,
  bookSeries: series.bookSeries,
  submitCase: cases.submitCase,
  listCases: cases.listCases,
  readCase: cases.readCase,
  writeToCase: cases.writeToCase,
  acceptCase: cases.acceptCase,
  answerCase: cases.answerCase,
  closeCase: cases.closeCase,
  reopenCase: cases.reopenCase,
  withdrawCase: cases.withdrawCase,
  passCaseOn: cases.passCaseOn,
  readCaseRouting: cases.readCaseRouting,
  simulateRouting: cases.simulateRouting,
  readVacation: vacations.readVacation,
  setVacation: vacations.setVacation,
  listHandovers: vacations.listHandovers,
  handOver: vacations.handOver,
  readReminders: reminders.readReminders,
  setReminders: reminders.setReminders,
  listWaitlist: waitlist.listWaitlist,
  joinWaitlist: waitlist.joinWaitlist,
  leaveWaitlist: waitlist.leaveWaitlist,
  acceptOffer: waitlist.acceptOffer,
  declineOffer: waitlist.declineOffer,
  deleteRecord: records.deleteRecord,
  addAddendum: records.addAddendum,
  retractRecord: records.retractRecord,
  submitAnonymously: receipts.submitAnonymously,
  readByReceipt: receipts.readByReceipt,
  writeByReceipt: receipts.writeByReceipt,
  claimCase: receipts.claimCase,
  setPool: cases.setPool,
  assistTriage: assistant.assistTriage,
  assistSummary: assistant.assistSummary,
  assistReply: assistant.assistReply,
  listDrafts: assistant.listDrafts,
  acceptDraft: assistant.acceptDraft,
  rejectDraft: assistant.rejectDraft,
  readAssistant: assistant.readAssistant,
  setAssistant: assistant.setAssistant,
  listPartners: partners.listPartners,
  addPartner: partners.addPartner,
  changePartner: partners.changePartner,
  checkMember: partners.checkMember,
  listMemberships: partners.listMemberships,
  listMemberChecks: partners.listMemberChecks,
  listLegacyCases: legacy.listLegacyCases,
  listLegacyCasesOf: legacy.listLegacyCasesOf,
  readLegacyCase: legacy.readLegacyCase,
  linkLegacyCase: legacy.linkLegacyCase,
  withdrawAssistantConsent: assistant.withdrawAssistantConsent,
  readCaseDeadlines: cases.readCaseDeadlines,
  setCaseDeadlines: cases.setCaseDeadlines,
  listSignOnProviders: singleSignOn.listSignOnProviders,
  addSignOnProvider: singleSignOn.addSignOnProvider,
  changeSignOnProvider: singleSignOn.changeSignOnProvider,
  removeSignOnProvider: singleSignOn.removeSignOnProvider,
  beginSignOn: singleSignOn.beginSignOn,
  answerSignOn: singleSignOn.answerSignOn,
  finishSignOn: singleSignOn.finishSignOn,
  signOnMetadata: singleSignOn.signOnMetadata,
  endByProvider: singleSignOn.endByProvider,
  listOwnSignOn: singleSignOn.listOwnSignOn,
  beginConnecting: singleSignOn.beginConnecting,
  connectSignOn: singleSignOn.connectSignOn,
  disconnectSignOn: singleSignOn.disconnectSignOn,
} satisfies Record<string, Endpoint>

export type Api = typeof api
export type EndpointName = keyof Api

/** Every full path an endpoint answers on, its own first. What other systems call a physician is a doctor here. */
export function pathsOf(endpoint: Endpoint): string[] {
  const own = endpoint.root ? endpoint.path : `/api${endpoint.path}`
  const physicians = own.startsWith('/api/doctors') ? [own.replace('/doctors', '/physicians')] : []
  return [own, ...physicians, ...(endpoint.aliases ?? [])]
}

/** The endpoints that a profile serves with these flags, by name. */
export function servedIn(profile: 'demo' | 'production', flags: readonly Flag[]): Record<string, Endpoint> {
  return Object.fromEntries(
    Object.entries<Endpoint>(api).filter(
      ([, { profile: only, flag }]) => (only === undefined || only === profile) && (flag === undefined || flags.includes(flag)),
    ),
  )
}
