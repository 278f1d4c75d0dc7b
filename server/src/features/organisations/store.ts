import { type Statement, sql } from '../../platform/database.ts'
import type { PublicJwk } from '../../security/vault/index.ts'

export type NewOrganisation = {
  tenantId: string
  slug: string
  name: string
  timeZone: string
  languages: readonly string[]
  openRegistration: boolean
  /** Staff must show a second factor. */
  staffSecondFactor: boolean
}

/** Yields no row where another organisation has the slug. */
export function insertOrganisation(made: NewOrganisation, certifier: PublicJwk): Statement<{ tenant_id: string }> {
  return sql<{ tenant_id: string }>(
    'organisation.insert',
    `insert into organisations (tenant_id, slug, name, open_registration, staff_second_factor, time_zone, languages, certifier)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (slug) do nothing returning tenant_id`,
    [
      made.tenantId,
      made.slug,
      made.name,
      made.openRegistration,
      made.staffSecondFactor,
      made.timeZone,
      made.languages,
      JSON.stringify(certifier),
    ],
  )
}

export function findOrganisation(): Statement<{ slug: string }> {
  return sql<{ slug: string }>('organisation.find', 'select slug from organisations where tenant_id = ctx_tenant()')
}
