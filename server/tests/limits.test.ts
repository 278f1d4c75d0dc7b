// The operator's page on limits says what the code does, number by number.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyLimits } from '@wardkeep/contract/api-keys.ts'
import { breakGlassLimits } from '@wardkeep/contract/break-glass.ts'
import { caseLimits } from '@wardkeep/contract/cases.ts'
import { freshlyProven, freshlyProvenAsAccount, freshlyProvenInFull, freshlyProvenToLook } from '@wardkeep/contract/endpoint.ts'
import { holdLimits } from '@wardkeep/contract/holds.ts'
import { settingLimits } from '@wardkeep/contract/organisations.ts'
import { partnerLimits } from '@wardkeep/contract/partners.ts'
import { enoughFree, type PasswordPolicy, passwordLengths } from '@wardkeep/contract/passwords/index.ts'
import { trendLimits } from '@wardkeep/contract/patients.ts'
import { proxyInvitations, proxyYears } from '@wardkeep/contract/proxies.ts'
import { anonymousLimits } from '@wardkeep/contract/receipts.ts'
import { seriesLimits } from '@wardkeep/contract/series.ts'
import { limits } from '@wardkeep/contract/shapes.ts'
import { vacationDays } from '@wardkeep/contract/vacations.ts'
import { waitlistLimits } from '@wardkeep/contract/waitlist.ts'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { firstFreeDays, horizonDays } from '../src/features/doctors/free-rules.ts'
import { knownDays } from '../src/features/identity/device-actions.ts'
import { codesMade, enrolmentMs } from '../src/features/identity/factor-rules.ts'
import { mostSessions } from '../src/features/identity/grant-actions.ts'
import { linksAnHour, rightMs, secretMs } from '../src/features/identity/link-rules.ts'
import { lockout, sprayedNames, spraying } from '../src/features/identity/lockout-rules.ts'
import { mailsADay, mostPlaces } from '../src/features/identity/move-actions.ts'
import { mostInARow } from '../src/features/identity/password-disabling-actions.ts'
import { mostRegistrations } from '../src/features/identity/registration-limit-actions.ts'
import { mostTries } from '../src/features/identity/sign-in-store.ts'
import { mostAttempts } from '../src/features/mail/sending-rules.ts'
import { coalescing } from '../src/platform/coalescer.ts'
import { httpLimits } from '../src/platform/http.ts'
import { floodLimits } from '../src/security/gate/floods.ts'
import { brokenRules } from '../src/security/passwords/index.ts'
import { requestLimits } from '../src/security/quota.ts'
import { tokenKeyDays } from '../src/security/token-rotation.ts'
import { accessLife, graceMs, jwksMaxAgeSeconds, keyCopyCost, largestKeyCopy, publishedAheadMs } from '../src/security/vault/index.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const rows = [...read('docs/operate/limits.md').matchAll(/^\| ([^|]+) \| ([^|]+) \|.*\|$/gm)].map(([, name, value]) => [name, value])
const told = Object.fromEntries(rows.filter(([name]) => name !== 'Limit' && name !== '---'))

test('every limit on the operator’s page is the one in the code, and none is missing', () => {
  const database = 'server/src/platform/database.ts'
  const hours = 'contract/doctors.ts'
  const schema = 'server/schema.sql'
  expect(told).toEqual({
    Body: `${httpLimits.body / 1024 / 1024} MiB`,
    'A form of an identity provider': `${httpLimits.form / 1024} KiB`,
    'Headers and address together': `${httpLimits.headers / 1024} KiB`,
    'Address alone': characters(httpLimits.address),
    'Time for the whole request to arrive': `${httpLimits.requestMs / 1000} s`,
    'Slow, and logged as such, after': `${httpLimits.slowMs / 1000} s`,
    'Field problems told in one answer': `${httpLimits.problems}`,

    'Requests of one person in a minute': number(requestLimits.user.minute),
    'Requests of one person in a day': number(requestLimits.user.day),
    'Requests of one key in a minute': number(requestLimits.key.minute),
    'Requests of one key in a day': number(requestLimits.key.day),
    'Requests of one organisation in a minute': number(requestLimits.tenant.minute),
    'Requests of one organisation in a day': number(requestLimits.tenant.day),
    'An API key': `${inCode('server/schema.sql', /at_most_ninety_days CHECK .* '(\d+) days'/)} days`,
    'Living keys of one organisation': `${keyLimits.living}`,
    'Signing in, registering, mailed links': number(floodLimits.door),
    'Everything else that is open to strangers': number(floodLimits.public),
    'Credentials that are none': number(floodLimits.unrecognised),

    Line: characters(limits.line),
    Note: characters(limits.note),
    'Section of a record': characters(limits.section),
    'Sections of a record': `${limits.sections}`,
    'Items on a page of a list': `${limits.page}`,
    'Items where the caller names no number': `${limits.pageDefault}`,
    'Days in one search for free slots': `${limits.slotDays}`,
    'Holds of one person at a time': `${holdLimits.atOnce}`,
    'Holds that one person makes in an hour': `${holdLimits.perHour}`,
    'Visits of one series': `${seriesLimits.visits}`,
    'Observations that trends are drawn from': trendLimits.observations.toLocaleString('en'),
    'Trends of one chart': `${trendLimits.series}`,
    'Points of one trend': `${trendLimits.points}`,

    'Password, policy `composition`': lengthsOf('composition', 'Aa1!'),
    'Password, policy `length`': lengthsOf('length', 'aaaa'),
    'Password, policy `hybrid`, four classes': lengthsOf('hybrid', 'Aa1!'),
    'Password, policy `hybrid`, otherwise': lengthsOf('hybrid', 'aaaa'),
    'Characters of it that nothing predicts': `${enoughFree}`,
    'Access token': `${accessLife.usual / 60} min`,
    'A new key of access tokens': `${tokenKeyDays.usual} days`,
    'It is published ahead of its first signature by': `${publishedAheadMs / 60_000} min`,
    'The key before it is believed after that for': `${graceMs / 60_000} min`,
    'The published keys may be kept for': `${jwksMaxAgeSeconds / 60} min`,
    Session: `${inCode('server/schema.sql', /at_most_seven_days CHECK \(\(expires_at <= \(created_at \+ '(\d+) days'/)} days`,
    'Living sessions of one user': `${mostSessions}`,
    'Without use, staff': `${inCode(schema, /staff_idle_seconds integer not null default (\d+)/) / 60} min`,
    'Without use, patients': `${inCode(schema, /patient_idle_seconds integer not null default (\d+)/) / 60} min`,
    'After a full proof, staff': `${inCode(schema, /staff_proof_seconds integer not null default (\d+)/) / 3600} h`,
    'After a full proof, patients': `${inCode(schema, /patient_proof_seconds integer not null default (\d+)/) / 3600} h`,
    'The shortest that an organisation can set of these': `${inCode(schema, /session_seconds_check CHECK .*?session_seconds >= (\d+)/) / 60} min`,
    'The longest': `${inCode(schema, /session_seconds_check CHECK .*?session_seconds <= (\d+)/) / 86_400} days`,
    'Places remembered of a session': `${mostPlaces}`,
    'Mails in a day about a session used elsewhere': `${mailsADay}`,
    'A mailed link, whatever it stands for': `${secretMs / 60_000} min`,
    'A fresh link for a first administrator may be asked for': `${rightMs['first-password'] / 3_600_000} h`,
    'An invitation': `${rightMs.invitation / 86_400_000} days`,
    'The way back of a changed e-mail address': `${rightMs['email-undo'] / 86_400_000} days`,
    'Links mailed to one account in an hour, of each kind': `${linksAnHour}`,
    'Attempts to send one mail': `${mostAttempts}`,
    'The same refresh token once more': `${inCode('server/src/features/identity/refresh-rules.ts', /retryMs = ([\d_]+)/) / 1000} s`,
    'Challenge for a second factor': `${inCode('server/src/features/identity/sign-in-actions.ts', /challengeMs = (\d+) \* 60_000/)} min`,
    'Tries for one challenge': `${mostTries}`,
    'Failures that lock': `${lockout.failures}`,
    'Within which they count': `${lockout.windowMs / 60_000} min`,
    'A lock': `${lockout.lockMs / 60_000} min`,
    'Wrong passwords in a row that disable the right one': `${mostInARow}`,
    'Names that may fail from one address in a day': `${spraying.names}`,
    'The same while the whole installation is sprayed': `${spraying.namesWhileSprayed}`,
    'Names failing anywhere in a day that say so': `${spraying.namesOfInstallation}`,
    'Registrations taken by the installation': `${mostRegistrations} in ${lockout.windowMs / 60_000} min`,
    'The answer to a registration, at the earliest': `${inCode('server/src/features/identity/registration-actions.ts', /answerMs = (\d+)/)} ms`,
    'A device stays known': `${knownDays} days`,
    'A new authenticator is confirmed within': `${enrolmentMs / 60_000} min`,
    'Challenge for a passkey': `${inCode('server/src/security/vault/passkeys.ts', /challengeMs = (\d+) \* 60_000/)} min`,
    'Recovery codes of one sheet': `${codesMade}`,
    'Fresh proof for changing second factors': `${(freshlyProvenAsAccount.freshWithin ?? 0) / 60} min`,
    'Fresh proof for acts on what others may do': `${(freshlyProvenInFull.freshWithin ?? 0) / 60} min`,
    'Fresh proof for signing a record': `${(freshlyProven.freshWithin ?? 0) / 60} min`,
    'Fresh proof for the journal, and for who looked at a chart': `${(freshlyProvenToLook.freshWithin ?? 0) / 60} min`,
    'Emergency access to a chart': `${breakGlassLimits.minutes} min`,
    'Shortest reason for it': characters(breakGlassLimits.reason),
    'Names failing from one address that are an alert': `${sprayedNames}`,

    'Shortest slot': `${inCode(hours, /slotMinutes: Type\.Integer\(\{ minimum: (\d+)/)} min`,
    'Longest slot': `${inCode(hours, /slotMinutes: .* maximum: (\d+)/)} min`,
    'Weekly rules of one doctor': `${inCode(hours, /weekly: .* maxItems: (\d+)/)}`,
    'How far ahead a visit can be booked': `${horizonDays} days`,
    'How far the directory looks for a first free slot': `${firstFreeDays} days`,
    'A vacation': `${vacationDays} days`,
    'Hours before a visit at which it is reminded of': span(schema, 'reminder_hours', settingLimits.reminderHours),
    'Minutes for which a time is kept for who waits': span(schema, 'waitlist_minutes', settingLimits.waitlistMinutes),
    'Requests of one patient on the waiting list': `${waitlistLimits.atOnce}`,
    'How far ahead somebody can wait': `${waitlistLimits.days} days`,
    'Hours before a visit until which its patient cancels or moves it': span(schema, 'late_cancel_hours', settingLimits.lateCancelHours),
    'Minutes for which a chosen time is held': span(schema, 'hold_minutes', settingLimits.holdMinutes),
    'How long after a visit its doctor reaches the chart': `${inCode(schema, /follow_up_days smallint not null default (\d+)/)} days`,
    'A question to a partner': `${partnerLimits.timeoutMs / 1000} s`,
    'An answer of a partner': `${partnerLimits.answerBytes / 1024} KiB`,
    'Partners of one organisation': `${partnerLimits.partners}`,
    'Texts in the thread of one case': `${caseLimits.thread}`,
    'Doctors to whom a case is offered at once': `${caseLimits.offers}`,
    'Days until an anonymous case is deleted': `${anonymousLimits.days}`,
    'Anonymous cases in a day (UTC) from one address': `${anonymousLimits.perAddress}`,
    'Anonymous cases in a day (UTC) from everybody': `${anonymousLimits.everybody}`,
    'Uses of receipts in an hour from one address': `${anonymousLimits.uses}`,
    'Hours until a case is late: routine, soon, urgent': Object.values(caseLimits.hours).join(', '),
    "How far ahead a proxy's link may end": `${proxyYears} years`,
    'Invitations to act for a patient, by one of them in a day': `${proxyInvitations.aDay}`,

    'Connections for writes': `${inCode(database, /size = (\d+)/)}`,
    'Connections for reads': `${inCode(database, /Math\.min\(size, (\d+)\)/)}`,
    'Wait for a connection': `${inCode(database, /connectionTimeoutMillis: ([\d_]+)/) / 1000} s`,
    'One statement': `${inCode(database, /statement_timeout: ([\d_]+)/) / 1000} s`,
    'Shared batches of reads at once': `${coalescing.lanes}`,
    'Reads in one batch': `${coalescing.most}`,
    'A shared batch is given up after': `${coalescing.patience} ms`,

    'Passphrase of a copy of the keys': `${passwordLengths.alone} to ${characters(passwordLengths.most)}`,
    'Memory that one try of it takes': `${keyCopyCost.memoryKiB / 1024} MiB`,
    'Largest copy of the keys': `${largestKeyCopy / 1024 / 1024} MiB`,
  })
})

/** The default in the database, and the bounds of both. */
function span(file: string, column: string, [least, most]: readonly [number, number]): string {
  return `${inCode(file, new RegExp(`${column} smallint not null default (\\d+)`))}, ${least} to ${number(most)}`
}

function number(count: number): string {
  return count.toLocaleString('en')
}

function characters(count: number): string {
  return `${count.toLocaleString('en')} characters`
}

/** A number that the code keeps to itself. */
function inCode(path: string, pattern: RegExp): number {
  const [, number] = pattern.exec(read(path)) ?? expect.fail(`${path} no longer says ${pattern}`)
  return Number(number?.replaceAll('_', ''))
}

/** From the shortest to the longest that a policy lets pass, of texts that nothing but their length speaks against. */
function lengthsOf(policy: PasswordPolicy, start: string): string {
  const unpredictable = Array.from({ length: 1100 }, (_, at) => String.fromCharCode(97 + ((at * at * 7 + at * 3 + (at >> 3)) % 26))).join(
    '',
  )
  // Each around the ends, and some between: a long one takes ten milliseconds to judge.
  const lengths = Array.from({ length: 1100 }, (_, more) => more + 4).filter(
    (length) => length < 24 || length % 100 === 0 || Math.abs(length - 1024) < 3,
  )
  const allowed = lengths.filter((length) => brokenRules((start + unpredictable).slice(0, length), { policy, names: [] }).length === 0)
  return `${allowed[0]} to ${characters(allowed.at(-1) ?? 0)}`
}
