import type { purposeModes } from '@wardkeep/contract/organisations.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'

export type SettingsRow = {
  tenant_id: string
  slug: string
  name: string
  time_zone: string
  languages: string[]
  open_registration: boolean
  staff_idle_seconds: number
  patient_idle_seconds: number
  staff_proof_seconds: number
  patient_proof_seconds: number
  session_seconds: number
  review_days: number | null
  purpose_mode: (typeof purposeModes)[number]
  follow_up_days: number
  proxy_until_age: number
  reminder_hours: number
  waitlist_minutes: number
  late_cancel_hours: number
  hold_minutes: number
  admin_networks: string[]
  version: number
}

const columns = `tenant_id, slug, name, time_zone, languages, open_registration, staff_idle_seconds, patient_idle_seconds, staff_proof_seconds,
  patient_proof_seconds, session_seconds, review_days, purpose_mode, follow_up_days, proxy_until_age, reminder_hours, waitlist_minutes,
  late_cancel_hours, hold_minutes, admin_networks, settings_version as version`

export function findSettings(): Statement<SettingsRow> {
  return sql<SettingsRow>('organisation.find-settings', `select ${columns} from organisations where tenant_id = ctx_tenant()`)
}

/** Locks the settings of the caller's organisation until the transaction ends. */
export async function lockSettings(tx: Transaction): Promise<SettingsRow | undefined> {
  const [row] = await tx.run(
    sql<SettingsRow>('organisation.lock-settings', `select ${columns} from organisations where tenant_id = ctx_tenant() for no key update`),
  )
  return row
}

/** Whether another organisation is open for registration. Organisations that open at once take turns, so that one of them does. */
export async function isRegistrationTaken(tx: Transaction): Promise<boolean> {
  const lock = sql(
    'organisation.turn-at-registration',
    `select pg_advisory_xact_lock(hashtextextended('wardkeep open registration', 0))::text`,
  )
  const taken = sql<{ taken: boolean }>(
    'organisation.registration-taken',
    'select exists (select from open_organisation where tenant_id <> ctx_tenant()) as taken',
  )
  const [, [row]] = await tx.runAll([lock, taken])
  return row?.taken === true
}

export type NewSettings = Omit<SettingsRow, 'tenant_id' | 'slug' | 'version'>

export async function setSettings(tx: Transaction, set: NewSettings): Promise<SettingsRow | undefined> {
  const [row] = await tx.run(
    sql<SettingsRow>(
      'organisation.set-settings',
      `update organisations set name = $1, time_zone = $2, languages = $3, open_registration = $4, staff_idle_seconds = $5, patient_idle_seconds = $6,
         staff_proof_seconds = $7, patient_proof_seconds = $8, session_seconds = $9, review_days = $10, purpose_mode = $11,
         follow_up_days = $12, proxy_until_age = $13, reminder_hours = $14, waitlist_minutes = $15, late_cancel_hours = $16, hold_minutes = $17,
         admin_networks = $18,
         settings_version = settings_version + 1
       where tenant_id = ctx_tenant() returning ${columns}`,
      [
        set.name,
        set.time_zone,
        set.languages,
        set.open_registration,
        set.staff_idle_seconds,
        set.patient_idle_seconds,
        set.staff_proof_seconds,
        set.patient_proof_seconds,
        set.session_seconds,
        set.review_days,
        set.purpose_mode,
        set.follow_up_days,
        set.proxy_until_age,
        set.reminder_hours,
        set.waitlist_minutes,
        set.late_cancel_hours,
        set.hold_minutes,
        set.admin_networks,
      ],
    ),
  )
  return row
}
