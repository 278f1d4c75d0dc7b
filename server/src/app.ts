// Lists the rooms and features, in order, by hand. What a lower room needs from an upper one is handed in here.
import { servedIn } from '@wardkeep/contract'
import { accessRoutes } from './features/access/index.ts'
import { actingRoutes } from './features/acting/index.ts'
import { alertRoutes } from './features/alerts/index.ts'
import { apiKeyRoutes } from './features/api-keys/index.ts'
import { breakGlassRoutes } from './features/break-glass/index.ts'
import { calendarRoutes } from './features/calendar/index.ts'
import { CaseKeeper, caseRoutes } from './features/cases/index.ts'
import { doctorRoutes } from './features/doctors/index.ts'
import { healthRoutes } from './features/health/index.ts'
import { holidayRoutes } from './features/holidays/index.ts'
import { Housekeeper, identityRoutes, noteUse, noticeMove, openPolicy, SessionExpiry } from './features/identity/index.ts'
import { invitationRoutes } from './features/invitations/index.ts'
import { journalRoutes } from './features/journal/index.ts'
import { legacyRoutes } from './features/legacy/index.ts'
import { mailRoutes, Sender } from './features/mail/index.ts'
import { organisationRoutes } from './features/organisations/index.ts'
import { partnerRoutes } from './features/partners/index.ts'
import { patientRoutes } from './features/patients/index.ts'
import { proxyRoutes } from './features/proxies/index.ts'
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
import { serveWebApp } from './security/gate/web-app.ts'
import { closeByDefault, type Door, mustServeAll, type Noticing } from './security/guard.ts'
import { Identities } from './security/identities.ts'
import type { Keep } from './security/keep.ts'
import { Tally } from './security/tally.ts'
import { AccessTokens, type HashCost, type KeyStore, OpaqueSecrets, Passkeys, Passwords, Signers, Vault } from './security/vault/index.ts'

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
  /** The mail server, and the address that mail comes from. The demo has none: its mail stays where it can be looked at. */
  mail?: { smtpUrl: string; from: string } | undefined
  /** Life of an access token, 60 to 900 seconds; 300 where nothing is said. */
  accessTokenSeconds?: number
  connections: Connections
  /** Requests in a minute from one address, where other than the product's own. */
  floods?: FloodLimits
  /** Days until a review is due; three where nothing is said. */
  reviewDays?: number
  /** The origins that may be called outside; none where nothing is said. */
  egress?: Allowed
}

export type App = { http: Http; keep: Keep; secrets: OpaqueSecrets; passwords: Passwords; signers: Signers; metrics: readonly Metric[] }

/** Upper bounds of the histogram of answers. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Everything between the listening socket and the database; throws where an endpoint is undeclared, unserved or outside the contract. */
export async function openApp(parts: AppParts): Promise<App> {
  const { keys, connections, clock, log } = parts
  const vault = new Vault(keys)
  const secrets = new OpaqueSecrets(keys)
  const tokens = new AccessTokens(keys, { issuer: parts.publicUrl, ttlSeconds: parts.accessTokenSeconds })
  const passkeys = new Passkeys(secrets, parts.publicUrl)
  const passwords = new Passwords(keys, parts.hashCost)
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

  const http = await openHttp({ log, corsOrigins: parts.corsOrigins, trustedProxies: parts.trustedProxies, first: setHeaders })
  const durations = new Histogram('wardkeep_http_request_duration_seconds', 'From request to answer, by endpoint.', seconds, 'endpoint')
  const pools = new Gauge('wardkeep_database_connections', 'Connections to the database, by pool and state.', 'state', () =>
    connections.standing(),
  )
  http.addHook('onResponse', async (request, reply) => {
    durations.observe(reply.elapsedTime / 1000, `${request.method} ${request.routeOptions.url ?? 'none'}`)
  })
  closeByDefault(http)
  const noticing = { ...keep, secrets, publicUrl: parts.publicUrl }
  const noticed: Noticing = (op, at) => noticeMove(noticing, op, at)
  const floods = new Floods(parts.floods ?? floodLimits)
  const door: Door = { http, guard: { clock, identities, secrets, database, ownOrigin: parts.publicUrl, floods, noticeMove: noticed } }
  const mail = parts.profile === 'demo' ? 'mailbox' : parts.mail ? 'sent' : 'none'
  // Where addresses are to be proven and no mail goes out, nobody could.
  const registration = mail !== 'none'
  const databaseAnswers = async () => void (await connections.batch([]))

  healthRoutes(door, {
    profile: parts.profile,
    registration,
    version: parts.version,
    databaseAnswers,
    passwordPolicy: () => openPolicy(keep),
    mail,
  })
  const verifiedOnly = parts.profile === 'production'
  const turns = new Turns()
  identityRoutes(door, keep, { tokens, secrets, passkeys, passwords, registration, publicUrl: parts.publicUrl, turns, mail, verifiedOnly })
  invitationRoutes(door, { ...keep, secrets, passwords, signers, publicUrl: parts.publicUrl, turns, mails: mail !== 'none' })
  patientRoutes(door, keep)
  doctorRoutes(door, keep)
  visitTypeRoutes(door, keep)
  holidayRoutes(door, keep)
  const mailing = { ...keep, publicUrl: parts.publicUrl }
  const freed: Freed = async (tx, op, visit) => {
    await forgetReminder(tx, op, visit.id)
    return freeOffered(tx, mailing, op, visit)
  }
  schedulingRoutes(door, { ...keep, freed })
  handoverRoutes(door, { ...mailing, freed })
  waitlistRoutes(door, mailing)
  reminderRoutes(door, keep)
  calendarRoutes(door, { ...keep, secrets, publicUrl: parts.publicUrl })
  recordRoutes(door, keep, signers)
  journalRoutes(door, keep)
  apiKeyRoutes(door, { ...keep, secrets })
  usageRoutes(door, keep)
  accessRoutes(door, keep)
  proxyRoutes(door, { ...keep, secrets, passwords, publicUrl: parts.publicUrl, turns, mails: mail !== 'none' })
  actingRoutes(door, { ...keep, tokens })
  breakGlassRoutes(door, { ...keep, publicUrl: parts.publicUrl, reviewDays })
  caseRoutes(door, { ...keep, publicUrl: parts.publicUrl })
  alertRoutes(door, keep)
  reviewRoutes(door, keep)
  partnerRoutes(door, { ...keep, egress: parts.egress ?? { open: [], inside: [] } })
  legacyRoutes(door, keep)
  mailRoutes(door, keep, parts.profile)
  organisationRoutes(door, { ...keep, reviewDays })
  mustServeAll(http, Object.values(servedIn(parts.profile)))
  if (mail === 'sent' && parts.mail) {
    const carrier = openCarrier(parts.mail.smtpUrl, parts.mail.from)
    const sender = new Sender(keep, { carrier, now: () => clock.now(), log })
    http.addHook('onClose', () => sender.stop())
    sender.start()
  }
  const rounds = [
    new Rounds(() => moveLine(mailing, clock.now(), log), { everyMs: 10_000, log, failed: 'the waiting list could not be moved on' }),
    ...(mail === 'none'
      ? []
      : [new Rounds(() => remindDue(mailing, clock.now(), log), { everyMs: 30_000, log, failed: 'reminders could not be written' })]),
  ]
  for (const round of rounds) {
    http.addHook('onClose', () => round.stop())
    round.start()
  }
  const expiry = new SessionExpiry(keep, { now: () => clock.now(), log })
  http.addHook('onClose', () => expiry.stop())
  expiry.start()
  const housekeeper = new Housekeeper({ keep, now: () => clock.now(), log })
  http.addHook('onClose', () => housekeeper.stop())
  housekeeper.start()
  const caseKeeper = new CaseKeeper({ ...keep, publicUrl: parts.publicUrl }, { now: () => clock.now(), log })
  http.addHook('onClose', () => caseKeeper.stop())
  caseKeeper.start()
  await serveWebApp(http, parts.webFolder)
  return { http, keep, secrets, passwords, signers, metrics: [...tally.metrics, durations, pools] }
}
