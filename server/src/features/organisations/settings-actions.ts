// The settings of an organisation are changed by who runs it, with a fresh proof, and hold from the next request of every session on.
import type { Api, Input, Reply } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { changedFields } from './changed-fields.ts'
import { mustMakeSense, mustStayInside } from './settings-rules.ts'
import { findSettings, isRegistrationTaken, lockSettings, type SettingsRow, setSettings } from './settings-store.ts'

/** `reviewDays`: of the installation, where the organisation has none of its own. */
export type SettingsKeep = Keep & { readonly reviewDays: number }
type Settings = Reply<Api['readOrganisation']>
type Asked = Input<Api['setOrganisation']>['body']

export async function readSettings(keep: SettingsKeep, op: Operation): Promise<Settings> {
  const row = await keep.db.read(op, [findSettings()], ([[found = refuse('NOT_FOUND')]]) => {
    Permit.ask(op, 'organisation.manage', subjectOf(found))
    return found
  })
  return tell(keep, op, row)
}

/** Refuses BAD_REQUEST by field, VERSION_CONFLICT, OWN_NETWORK_MISSING, and REGISTRATION_TAKEN where another organisation is open for registration. */
export async function changeSettings(
  keep: SettingsKeep,
  op: Operation,
  { body, version }: Input<Api['setOrganisation']>,
): Promise<Settings> {
  mustMakeSense(body)
  const row = await keep.db.transact(op, async (tx) => {
    const found = (await lockSettings(tx)) ?? refuse('NOT_FOUND')
    Permit.ask(op, 'organisation.manage', subjectOf(found))
    if (found.version !== version) refuse('VERSION_CONFLICT')
    if (body.openRegistration && !found.open_registration && (await isRegistrationTaken(tx))) refuse('REGISTRATION_TAKEN')
    mustStayInside(body.adminNetworks, op.origin.address)
    const before = settingsIn(keep, found)
    op.trace.fields = changedFields(before, inOrder(body))
    await traceChange(keep, op, { of: subjectOf(found).resource, before, after: inOrder(body) })
    return (await setSettings(tx, rowOf(keep, found, body))) ?? refuse('NOT_FOUND')
  })
  return tell(keep, op, row)
}

function tell(keep: SettingsKeep, { origin }: Operation, row: SettingsRow): Settings {
  return { id: row.tenant_id, slug: row.slug, ...settingsIn(keep, row), ownAddress: origin.address, version: row.version }
}

function settingsIn({ reviewDays }: SettingsKeep, row: SettingsRow): Asked {
  return {
    name: row.name,
    timeZone: row.time_zone,
    languages: row.languages,
    openRegistration: row.open_registration,
    staffIdleSeconds: row.staff_idle_seconds,
    patientIdleSeconds: row.patient_idle_seconds,
    staffProofSeconds: row.staff_proof_seconds,
    patientProofSeconds: row.patient_proof_seconds,
    sessionSeconds: row.session_seconds,
    reviewDays: row.review_days ?? reviewDays,
    purposeMode: row.purpose_mode,
    followUpDays: row.follow_up_days,
    proxyUntilAge: row.proxy_until_age,
    reminderHours: row.reminder_hours,
    waitlistMinutes: row.waitlist_minutes,
    lateCancelHours: row.late_cancel_hours,
    holdMinutes: row.hold_minutes,
    adminNetworks: row.admin_networks,
  }
}

/** As the settings are told, whatever order the body came in. */
function inOrder(body: Asked): Asked {
  const { name, timeZone, languages, openRegistration, staffIdleSeconds, patientIdleSeconds } = body
  const { staffProofSeconds, patientProofSeconds, sessionSeconds, reviewDays, purposeMode, followUpDays, proxyUntilAge } = body
  const { reminderHours, waitlistMinutes, lateCancelHours, holdMinutes, adminNetworks } = body
  const clocks = { staffIdleSeconds, patientIdleSeconds, staffProofSeconds, patientProofSeconds, sessionSeconds }
  const visits = { followUpDays, proxyUntilAge, reminderHours, waitlistMinutes, lateCancelHours, holdMinutes }
  return { name, timeZone, languages, openRegistration, ...clocks, reviewDays, purposeMode, ...visits, adminNetworks }
}

/** Days that were the installation's own stay its own, until others are set. */
function rowOf({ reviewDays }: SettingsKeep, found: SettingsRow, body: Asked) {
  return {
    name: body.name,
    time_zone: body.timeZone,
    languages: body.languages,
    open_registration: body.openRegistration,
    staff_idle_seconds: body.staffIdleSeconds,
    patient_idle_seconds: body.patientIdleSeconds,
    staff_proof_seconds: body.staffProofSeconds,
    patient_proof_seconds: body.patientProofSeconds,
    session_seconds: body.sessionSeconds,
    review_days: found.review_days === null && body.reviewDays === reviewDays ? null : body.reviewDays,
    purpose_mode: body.purposeMode,
    follow_up_days: body.followUpDays,
    proxy_until_age: body.proxyUntilAge,
    reminder_hours: body.reminderHours,
    waitlist_minutes: body.waitlistMinutes,
    late_cancel_hours: body.lateCancelHours,
    hold_minutes: body.holdMinutes,
    admin_networks: body.adminNetworks,
  }
}

function subjectOf(row: SettingsRow) {
  return { resource: { type: 'organisation', id: row.tenant_id, version: row.version } }
}
