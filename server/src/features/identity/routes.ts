import { api } from '@wardkeep/contract'
import { signOnLimits } from '@wardkeep/contract/single-sign-on.ts'
import type { HttpReply, HttpRequest } from '../../platform/http.ts'
import { Refusal } from '../../platform/refusal.ts'
import { refuseOtherSites } from '../../security/gate/forgery.ts'
import { type Door, serve } from '../../security/guard.ts'
import { cookieName, deviceCookieName, signOnCookieName } from '../../security/identities.ts'
import type { Keep } from '../../security/keep.ts'
import { metadataOf, oursFor } from '../../security/saml/index.ts'
import { jwksMaxAgeSeconds } from '../../security/vault/index.ts'
import { closeOwn, closeUser } from './closing-actions.ts'
import { knownDays } from './device-actions.ts'
import { askForChange, confirmChange, undoChange } from './email-change-actions.ts'
import { beginTotp, confirmTotp, listFactors, makeRecoveryCodes, removeTotp } from './factor-actions.ts'
import { askForFactorReset, resetFactors } from './factor-reset-actions.ts'
import { askForFreshLink } from './fresh-link-actions.ts'
import { type CookieSession, type Opener, openBearer, openCookie } from './grant-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { askForLink } from './link-actions.ts'
import { changeOwn } from './own-actions.ts'
import { beginPasskey, registerPasskey, removePasskey, renamePasskey, signInByPasskey } from './passkey-actions.ts'
import { changePassword } from './password-actions.ts'
import { disablePassword } from './password-disabling-actions.ts'
import { changeRole, enable, listPeople } from './people-actions.ts'
import type { Proven } from './proof-actions.ts'
import { refresh } from './refresh-actions.ts'
import { register } from './registration-actions.ts'
import { type BearerGrant, type Challenge, type CookieGrant, simpleJwt } from './reply.ts'
import { resetPassword, verifyEmail } from './reset-actions.ts'
import { endOthers, listOwnSessions, readMe, revoke, signOut, tellCsrf } from './session-actions.ts'
import { signIn, signInByCode } from './sign-in-actions.ts'
import { endByProvider, takeAnswer } from './sign-on-answer-actions.ts'
import { type Begun, beginConnecting, beginSignOn } from './sign-on-begin-actions.ts'
import { connectSignOn, disconnectSignOn, listOwnSignOn } from './sign-on-connect-actions.ts'
import { finishSignOn } from './sign-on-finish-actions.ts'
import { addSignOnProvider, changeSignOnProvider, listSignOnProviders, removeSignOnProvider } from './sign-on-provider-actions.ts'
import { stepUp } from './step-up-actions.ts'
import { forStranger } from './stranger-actions.ts'
import type { FreshMailer } from './subject-link-actions.ts'
import { unlock } from './unlock-actions.ts'
import { endEverybodysSessions, endUserSession, endUserSessions, listUserSessions } from './user-sessions-actions.ts'
import { verifyToken } from './verify-actions.ts'

type Parts = Pick<IdentityKeep, 'tokens' | 'secrets' | 'passkeys' | 'passwords' | 'publicUrl' | 'turns' | 'mail' | 'verifiedOnly'> & {
  registration: boolean
  /** Who mail fresh links to whom they invited. */
  invitations: readonly FreshMailer[]
}

/** Serves who somebody is. */
export function identityRoutes(door: Door, common: Keep, { registration, invitations, ...parts }: Parts): void {
  const keep: IdentityKeep = { ...common, ...parts, identities: door.guard.identities }
  serveSignIn(door, keep, registration)
  serveFactors(door, keep)
  serveLinks(door, keep, invitations)
  serveTokens(door, keep)
  serveSessions(door, keep)
  servePeople(door, keep)
  serveSignOn(door, keep)
}

function serveSignIn(door: Door, keep: IdentityKeep, registration: boolean): void {
  serve(door, api.register, (op, { body }) => forStranger(keep, op, () => register(keep, op, body, registration)))
  serve(door, api.login, (op, { body: { cookie, ...given } }, reply, request) =>
    forStranger(keep, op, async () => handOver(reply, await signIn(keep, op, given, openerFor(door, request, cookie)))),
  )
  serve(door, api.secondFactor, (op, { body: { cookie, ...given } }, reply, request) =>
    forStranger(keep, op, async () => handOver(reply, await signInByCode(keep, op, given, openerFor(door, request, cookie)))),
  )
  serve(door, api.passkeyChallenge, async (op) => keep.passkeys.requestOptions(op.now))
  serve(door, api.passkeySignIn, (op, { body: { cookie, credential } }, reply, request) =>
    forStranger(keep, op, async () => handOver(reply, await signInByPasskey(keep, op, credential, openerFor(door, request, cookie)))),
  )
  serve(door, api.changePassword, async (op, { body }, reply) => handOver(reply, await changePassword(keep, op, body)))
  serve(door, api.stepUp, async (op, { body }, reply) => renewCookie(reply, await stepUp(keep, op, body)))
  serve(door, api.unlockUser, (op, { params }) => unlock(keep, op, params.id))
}

/** Sign-in by an organisation's own identity provider. */
function serveSignOn(door: Door, keep: IdentityKeep): void {
  serve(door, api.beginSignOn, (op, { body }, reply, request) =>
    forStranger(keep, op, async () => {
      refuseOtherSites(request, door.guard.ownOrigin, 'ORIGIN_REFUSED')
      return sendOff(reply, await beginSignOn(keep, op, body))
    }),
  )
  serve(door, api.answerSignOn, (op, input, reply) =>
    ledOn(reply, () =>
      forStranger(keep, op, async () => {
        const { ticket, connects } = await takeAnswer(keep, op, input)
        return `${connects ? '/security/connect' : '/sign-in/organisation'}#${ticket}`
      }),
    ),
  )
  serve(door, api.endByProvider, (op, input, reply) => ledOn(reply, () => forStranger(keep, op, () => endByProvider(keep, op, input))))
  serve(door, api.finishSignOn, (op, { body: { ticket } }, reply, request) =>
    forStranger(keep, op, async () =>
      handOver(reply, await finishSignOn(keep, op, { ticket, browser: beganBy(request) }, cookieOpenerFor(door, request))),
    ),
  )
  serve(door, api.signOnMetadata, async (_op, { params: { organisation, provider } }) =>
    metadataOf(oursFor(keep.publicUrl, { tenantId: organisation.toLowerCase(), id: provider.toLowerCase() })),
  )
  serve(door, api.listSignOnProviders, (op) => listSignOnProviders(keep, op))
  serve(door, api.addSignOnProvider, (op, { body }) => addSignOnProvider(keep, op, body))
  serve(door, api.changeSignOnProvider, (op, input) => changeSignOnProvider(keep, op, input))
  serve(door, api.removeSignOnProvider, (op, { params }) => removeSignOnProvider(keep, op, params.id))
  serve(door, api.listOwnSignOn, (op) => listOwnSignOn(keep, op))
  serve(door, api.beginConnecting, async (op, { params }, reply) => sendOff(reply, await beginConnecting(keep, op, params.id)))
  serve(door, api.connectSignOn, (op, { body }, _reply, request) => connectSignOn(keep, op, { ...body, browser: beganBy(request) }))
  serve(door, api.disconnectSignOn, (op, { params }) => disconnectSignOn(keep, op, params.id))
}

function serveFactors(door: Door, keep: IdentityKeep): void {
  serve(door, api.listFactors, (op) => listFactors(keep, op))
  serve(door, api.beginTotp, (op) => beginTotp(keep, op))
  serve(door, api.confirmTotp, async (op, input, reply) => renewCookie(reply, await confirmTotp(keep, op, input)))
  serve(door, api.removeTotp, (op, { query }) => removeTotp(keep, op, query))
  serve(door, api.makeRecoveryCodes, (op, { query }) => makeRecoveryCodes(keep, op, query))
  serve(door, api.beginPasskey, (op) => beginPasskey(keep, op))
  serve(door, api.registerPasskey, async (op, input, reply) => renewCookie(reply, await registerPasskey(keep, op, input)))
  serve(door, api.renamePasskey, (op, { params, body }) => renamePasskey(keep, op, params.id, body.name))
  serve(door, api.removePasskey, (op, { params, query }) => removePasskey(keep, op, params.id, query))
}

function serveLinks(door: Door, keep: IdentityKeep, invitations: readonly FreshMailer[]): void {
  serve(door, api.forgotPassword, (op, { body }) => forStranger(keep, op, () => askForLink(keep, op, 'reset', body)))
  serve(door, api.resetPassword, (op, { body }) => forStranger(keep, op, () => resetPassword(keep, op, body)))
  serve(door, api.askForVerification, (op, { body }) => forStranger(keep, op, () => askForLink(keep, op, 'verification', body)))
  serve(door, api.askForFreshLink, (op, { body }) => forStranger(keep, op, () => askForFreshLink(keep, op, body.token, invitations)))
  serve(door, api.verifyEmail, (op, { body }) => forStranger(keep, op, () => verifyEmail(keep, op, body.token)))
}

function servePeople(door: Door, keep: IdentityKeep): void {
  serve(door, api.updateMe, (op, { body }) => changeOwn(keep, op, body))
  serve(door, api.changeEmail, (op, { body }) => askForChange(keep, op, body))
  serve(door, api.confirmEmailChange, (op, { body }) => forStranger(keep, op, () => confirmChange(keep, op, body.token)))
  serve(door, api.undoEmailChange, (op, { body }) => forStranger(keep, op, () => undoChange(keep, op, body.token)))
  serve(door, api.listUsers, (op, { query }) => listPeople(keep, op, query))
  serve(door, api.updateUser, (op, { params, body }) => enable(keep, op, params.id, body.active))
  serve(door, api.changeRole, (op, { params, body }) => changeRole(keep, op, params.id, body.role))
  serve(door, api.closeAccount, async (op, { body }, reply) => {
    const done = await closeOwn(keep, op, body.email)
    clearCookie(reply)
    return done
  })
  serve(door, api.closeUser, (op, { params, body }) => closeUser(keep, op, params.id, body.email))
  serve(door, api.disablePassword, (op, { params }) => disablePassword(keep, op, params.id))
  serve(door, api.askForFactorReset, (op, input) => askForFactorReset(keep, op, input))
  serve(door, api.resetFactors, (op, input) => resetFactors(keep, op, input))
}

function serveTokens(door: Door, keep: IdentityKeep): void {
  serve(door, api.refresh, (op, { body }) => forStranger(keep, op, () => refresh(keep, op, body.refreshToken)))
  serve(door, api.jwtCreate, (op, { body }) =>
    forStranger(keep, op, async () => {
      const granted = await signIn(keep, op, body, openBearer)
      return 'accessToken' in granted ? simpleJwt(granted) : granted
    }),
  )
  serve(door, api.jwtRefresh, (op, { body }) => forStranger(keep, op, async () => simpleJwt(await refresh(keep, op, body.refresh))))
  serve(door, api.jwtVerify, (op, { body }) => forStranger(keep, op, () => verifyToken(keep, op, body.token)))
  serve(door, api.jwks, async (op, _input, reply) => {
    // Shorter than a new key is published ahead of its first signature, so that whoever keeps the set has it by then.
    reply.header('Cache-Control', `public, max-age=${jwksMaxAgeSeconds}`)
    return keep.tokens.jwks(op.now)
  })
}

function serveSessions(door: Door, keep: IdentityKeep): void {
  serve(door, api.me, (op) => readMe(keep, op))
  serve(door, api.csrf, (op) => tellCsrf(keep, op, keep.secrets))
  serve(door, api.listSessions, (op) => listOwnSessions(keep, op))
  serve(door, api.revokeSession, async (op, { params }, reply) => {
    const done = await revoke(keep, op, params.id)
    if (params.id === op.actor.session?.id) clearCookie(reply)
    return done
  })
  serve(door, api.endOtherSessions, (op) => endOthers(keep, op))
  serve(door, api.listUserSessions, (op, { params }) => listUserSessions(keep, op, params.id))
  serve(door, api.endUserSessions, (op, { params }) => endUserSessions(keep, op, params.id))
  serve(door, api.endEverybodysSessions, (op) => endEverybodysSessions(keep, op))
  serve(door, api.endUserSession, (op, { params }) => endUserSession(keep, op, params.id, params.session))
  serve(door, api.logout, async (op, _input, reply) => {
    const done = await signOut(keep, op)
    clearCookie(reply)
    return done
  })
}

const cookieFlags = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const
const cookieSeconds = 7 * 24 * 3600

/** A cookie is set only for pages of our own origin; refuses ORIGIN_REFUSED. */
function openerFor(door: Door, request: HttpRequest, cookie: boolean | undefined): Opener<BearerGrant | CookieSession> {
  return cookie ? cookieOpenerFor(door, request) : openBearer
}

/** A session by cookie alone, for pages of our own origin; refuses ORIGIN_REFUSED. */
function cookieOpenerFor(door: Door, request: HttpRequest): Opener<CookieSession> {
  refuseOtherSites(request, door.guard.ownOrigin, 'ORIGIN_REFUSED')
  return openCookie(request.cookies[cookieName])
}

function handOver<G extends BearerGrant | Challenge>(reply: HttpReply, granted: G | CookieSession): G | CookieGrant {
  if (!('cookie' in granted)) return granted
  reply.setCookie(cookieName, granted.cookie, { ...cookieFlags, maxAge: cookieSeconds })
  if (granted.device !== undefined) reply.setCookie(deviceCookieName, granted.device, { ...cookieFlags, maxAge: knownDays * 86_400 })
  return granted.grant
}

/** The secret by which a browser said that it began. */
function beganBy(request: HttpRequest): string | undefined {
  return request.cookies[signOnCookieName]
}

function sendOff(reply: HttpReply, { told, browser }: Begun): Begun['told'] {
  reply.setCookie(signOnCookieName, browser, { ...cookieFlags, maxAge: signOnLimits.flowSeconds })
  return told
}

/** Where a browser finds out that it did not work; why stands in the journal alone. */
const refusedPage = '/sign-in/organisation#refused'

/** A browser that another site sent here is led on, whatever came of it. What is no refusal is still a failure of ours. */
async function ledOn(reply: HttpReply, act: () => Promise<string>): Promise<null> {
  const to = await act().catch((cause: unknown) => (cause instanceof Refusal && cause.status < 500 ? refusedPage : Promise.reject(cause)))
  reply.header('Location', to)
  return null
}

function renewCookie<T>(reply: HttpReply, { told, cookie }: Proven<T>): T {
  if (cookie !== undefined) reply.setCookie(cookieName, cookie, { ...cookieFlags, maxAge: cookieSeconds })
  return told
}

function clearCookie(reply: HttpReply): void {
  reply.clearCookie(cookieName, cookieFlags)
}
