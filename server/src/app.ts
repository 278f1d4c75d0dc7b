// Lists the rooms and features, in order, by hand. What a lower room needs from an upper one is handed in here.
import { type Flag, servedIn } from '@wardkeep/contract'
import { accessRoutes } from './features/access/index.ts'
import { actingRoutes } from './features/acting/index.ts'
import { alertRoutes, tellOfClocks } from './features/alerts/index.ts'
import { apiKeyRoutes } from './features/api-keys/index.ts'
import { assistantRoutes, discardDrafts, type OutsideOptions, openOutside, UnderWay } from './features/assistant/index.ts'
import { breakGlassRoutes } from './features/break-glass/index.ts'
import { calendarRoutes } from './features/calendar/index.ts'
import { type CaseKeep, caseRoutes, lookAfter, receiptRoutes } from './features/cases/index.ts'
import { doctorRoutes } from './features/doctors/index.ts'
import { healthRoutes } from './features/health/index.ts'
import { holidayRoutes } from './features/holidays/index.ts'
import { endExpired, type FreshMailer, identityRoutes, noteUse, noticeMove, openPolicy, tidy } from './features/identity/index.ts'
import { invitationRoutes, mailFreshInvitation } from './features/invitations/index.ts'
import { journalRoutes } from './features/journal/index.ts'
import { legacyRoutes } from './features/legacy/index.ts'
import { mailRoutes, Sender } from './features/mail/index.ts'
import { organisationRoutes } from './features/organisations/index.ts'
import { partnerRoutes } from './features/partners/index.ts'
import { patientRoutes } from './features/patients/index.ts'
import { mailFreshProxyInvitation, proxyRoutes } from './features/proxies/index.ts'
import { recordRoutes } from './features/records/index.ts'
import { forgetReminder, remindDue, reminderRoutes } from './features/reminders/index.ts'
import { reviewRoutes, reviewUnstated } from './features/reviews/index.ts'
import { type Freed, handoverRoutes, schedulingRoutes } from './features/scheduling/index.ts'
import { usageRoutes } from './features/usage/index.ts'
import { visitTypeRoutes } from './features/visit-types/index.ts'
import { freeOffered, moveLine, waitlistRoutes } from './features/waitlist/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Connections } from './platform/database.ts'
import type { Allowed } from './platform/egress/index.ts'
import { type Http, openHttp } from './platform/http.ts'
import type { Log } from './platform/log.ts'
import { openCarrier } from './platform/mail.ts'
import { Gauge, Histogram, type Metric } from './platform/metrics.ts'
import { Rounds } from './platform/rounds.ts'
import { Turns } from './platform/turns.ts'
import { Recorder } from './security/audit/recorder.ts'
import { Database } from './security/database.ts'
import { type FloodLimits, Floods, floodLimits } from './security/gate/floods.ts'
import { setHeaders } from './security/gate/headers.ts'
import { refusePlainHttp } from './security/gate/plain-http.ts'
import { serveWebApp } from './security/gate/web-app.ts'
import { closeByDefault, type Door, isStranger, mustServeAll, type Noticing } from './security/guard.ts'
import { Identities } from './security/identities.ts'
import type { Keep } from './security/keep.ts'
import { Tally } from './security/tally.ts'
import {
  AccessTokens,
  type BreachedPasswords,
  type HashCost,
  type KeyStore,
  OpaqueSecrets,
  Passkeys,
  Passwords,
  Signers,
  Vault,
} from './security/vault/index.ts'

export type AppParts = {
  profile: 'demo' | 'production'
  publicUrl: string
  corsOrigins: readonly string[]
  trustedProxies: readonly string[]
  /** Where the built web app lies; undefined serves the API alone. */
  webFolder: string | undefined
  version: string
  log: Log
  clock: Clock
  keys: KeyStore
  /** What hashing one password costs; the least that is allowed where nothing is said. */
  hashCost?: HashCost
  /** Passwords that were in a breach; none is refused for that where the host has no list. */
  breached?: BreachedPasswords | undefined
  /** The mail server, and the address that mail comes from. The demo has none: its mail stays where it can be looked at. */
  mail?: { smtpUrl: string; from: string } | undefined
  /** Life of an access token, 60 to 900 seconds; 300 where nothing is said. */
  accessTokenSeconds?: number
  connections: Connections
  /** Requests in a minute from one address, where other than the product's own. */
  floods?: FloodLimits
  /** What the operator turned on; nothing where nothing is said. */
  flags?: readonly Flag[]
  /** Days until a review is due; three where nothing is said. */
  reviewDays?: number
  /** The outside model that organisations may switch on; none unless the operator has set one up. */
  assistant?: Omit<OutsideOptions, 'allow'> | undefined
  /** The origins that may be called outside; none where nothing is said. */
  egress?: Allowed
}

export type App = { http: Http; keep: Keep; secrets: OpaqueSecrets; passwords: Passwords; signers: Signers; metrics: readonly Metric[] }

/** Upper bounds of the histogram of answers. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Everything between the listening socket and the database; throws where an endpoint is undeclared, unserved or outside the contract. */
export async function openApp(parts: AppParts): Promise<App> {
  const { keys, connections, clock, log } = parts
  const { flags = [], egress = { open: [], inside: [] } } = parts
  const anonymous = flags.includes('anonymous-cases')
  if (anonymous && parts.profile !== 'demo') throw new Error('anonymous cases are for the demo alone, so the server does not start')
  const vault = new Vault(keys)
  const secrets = new OpaqueSecrets(keys)
  const tokens = new AccessTokens(keys, { issuer: parts.publicUrl, ttlSeconds: parts.accessTokenSeconds })
  const passkeys = new Passkeys(secrets, parts.publicUrl)
  const passwords = new Passwords(keys, parts.hashCost, parts.breached)
  const signers = new Signers(keys)
  const identities = new Identities({ tokens, secrets, vault, ask: async (statement) => (await connections.batch([statement]))[0] })
  const tally = new Tally()
  const reviewDays = parts.reviewDays ?? 3
  const database = new Database(connections, new Recorder(vault), (actor, now) => identities.renewed(actor, now), {
    noteUse,
    reviewUnstated: (reads) => reviewUnstated(reads, reviewDays),
    tally,
  })
  const keep: Keep = { db: database, vault }

  const first = (opened: Http) => {
    setHeaders(opened)
    refusePlainHttp(opened, parts.publicUrl)
  }
  const http = await openHttp({ log, corsOrigins: parts.corsOrigins, trustedProxies: parts.trustedProxies, first, isStranger })
  const durations = new Histogram('wardkeep_http_request_duration_seconds', 'From request to answer, by endpoint.', seconds, 'endpoint')
  const pools = new Gauge('wardkeep_database_connections', 'Connections to the database, by pool and state.', 'state', () =>
    connections.standing(),
  )
  http.addHook('onResponse', async (request, reply) => {
    durations.observe(reply.elapsedTime / 1000, `${request.method} ${request.routeOptions.url ?? 'none'}`)
  })
  closeByDefault(http)
  const mail = parts.profile === 'demo' ? 'mailbox' : parts.mail ? 'sent' : 'none'
  const mailing = { ...keep, publicUrl: parts.publicUrl, mails: mail !== 'none' }
  const noticed: Noticing = (op, at) => noticeMove({ ...mailing, secrets }, op, at)
  const floods = new Floods(parts.floods ?? floodLimits)
  const door: Door = {
    http,
    guard: { clock, identities, secrets, database, ownOrigin: parts.publicUrl, floods, noticeMove: noticed, profile: parts.profile },
  }
  // Where addresses are to be proven and no mail goes out, nobody could.
  const registration = mail !== 'none'
  const databaseAnswers = async () => void (await connections.batch([]))

  healthRoutes(door, {
    profile: parts.profile,
    flags,
    registration,
    version: parts.version,
    databaseAnswers,
    passwordPolicy: () => openPolicy(keep),
    mail,
  })
  const verifiedOnly = parts.profile === 'production'
  const turns = new Turns()
  const inviting = { ...mailing, secrets, passwords, turns }
  const invitations: FreshMailer[] = [
    (tx, op, fresh) => mailFreshInvitation(tx, { ...inviting, signers }, op, fresh),
    (tx, op, fresh) => mailFreshProxyInvitation(tx, inviting, op, fresh),
  ]
  const { publicUrl } = parts
  identityRoutes(door, keep, { tokens, secrets, passkeys, passwords, registration, publicUrl, turns, mail, verifiedOnly, invitations })
  invitationRoutes(door, { ...inviting, signers })
  patientRoutes(door, keep)
  doctorRoutes(door, keep)
  visitTypeRoutes(door, keep)
  holidayRoutes(door, keep)
  const freed: Freed = async (tx, op, visit) => {
    await forgetReminder(tx, op, visit.id)
    return freeOffered(tx, mailing, op, visit)
  }
  schedulingRoutes(door, { ...mailing, freed })
  handoverRoutes(door, { ...mailing, freed })
  waitlistRoutes(door, mailing)
  reminderRoutes(door, keep)
  calendarRoutes(door, { ...mailing, secrets })
  recordRoutes(door, keep, signers)
  journalRoutes(door, keep, signers)
  apiKeyRoutes(door, { ...keep, secrets })
  usageRoutes(door, keep)
  accessRoutes(door, keep)
  proxyRoutes(door, inviting)
  actingRoutes(door, { ...keep, tokens })
  breakGlassRoutes(door, { ...mailing, reviewDays })
  caseRoutes(door, mailing)
  if (anonymous) receiptRoutes(door, { ...mailing, secrets, passwords })
  const outside = parts.assistant && openOutside({ ...parts.assistant, allow: egress })
  assistantRoutes(door, { ...mailing, profile: parts.profile, outside, underWay: new UnderWay() })
  alertRoutes(door, keep)
  reviewRoutes(door, keep)
  partnerRoutes(door, { ...keep, egress })
  legacyRoutes(door, keep)
  mailRoutes(door, keep, parts.profile)
  organisationRoutes(door, { ...keep, reviewDays })
  mustServeAll(http, Object.values(servedIn(parts.profile, flags)))
  if (mail === 'sent' && parts.mail) {
    const carrier = openCarrier(parts.mail.smtpUrl, parts.mail.from)
    const sender = new Sender(keep, { carrier, now: () => clock.now(), log })
    http.addHook('onClose', () => sender.stop())
    sender.start()
  }
  for (const round of roundsOf(mailing, clock, log)) {
    http.addHook('onClose', () => round.stop())
    round.start()
  }
  await serveWebApp(http, parts.webFolder)
  return { http, keep, secrets, passwords, signers, metrics: [...tally.metrics, durations, pools] }
}

/** What each process does of itself; of several, one takes each step. */
function roundsOf(mailing: CaseKeep, clock: Clock, log: Log): Rounds[] {
  const now = () => clock.now()
  const every = (everyMs: number, failed: string, work: () => Promise<unknown>, firstMs = everyMs) =>
    new Rounds(work, { everyMs, firstMs, log, failed })
  const tidyUp = async () => log.info({ gone: await tidy(mailing, now()) }, 'dead rows were taken away')
  return [
    every(10_000, 'the waiting list could not be moved on', () => moveLine(mailing, now(), log)),
    ...(mailing.mails ? [every(30_000, 'reminders could not be written', () => remindDue(mailing, now(), log))] : []),
    every(60_000, 'expired sessions could not be ended', async () => ((await endExpired(mailing, now())) > 0 ? 'more' : 'done')),
    every(60_000, 'cases could not be looked after', () => lookAfter(mailing, now())),
    every(60_000, 'that clocks are apart could not be told', () => tellOfClocks(mailing, now(), clock.apartMs?.() ?? 0)),
    every(3_600_000, 'drafts that nobody decided on could not be discarded', () => discardDrafts(mailing, now()), 900_000),
    every(3_600_000, 'dead rows could not be taken away', tidyUp, 600_000),
  ]
}
