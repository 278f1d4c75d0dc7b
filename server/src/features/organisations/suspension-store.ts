import { type Statement, sql } from '../../platform/database.ts'

/** Yields a row where it was otherwise. */
export function liftNetworks(): Statement<{ tenant_id: string }> {
  return sql<{ tenant_id: string }>(
    'organisation.lift-networks',
    `update organisations set admin_networks = '{}', settings_version = settings_version + 1
     where tenant_id = ctx_tenant() and admin_networks <> '{}' returning tenant_id`,
  )
}

/** Yields a row where it was otherwise; sessions and keys of the organisation follow by the database's own triggers. */
export function setActive(active: boolean): Statement<{ tenant_id: string }> {
  return sql<{ tenant_id: string }>(
    'organisation.set-active',
    'update organisations set active = $1 where tenant_id = ctx_tenant() and active <> $1 returning tenant_id',
    [active],
  )
}
