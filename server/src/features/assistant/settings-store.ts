import { assistantBudgets } from '@wardkeep/contract/assistant.ts'
import { type Statement, sql } from '../../platform/database.ts'
import type { Budgets } from './budget-rules.ts'

export type SettingsRow = {
  enabled: boolean
  outside: boolean
  user_tokens: number
  tenant_tokens: number
  user_seconds: number
  tenant_seconds: number
  user_cents: number
  tenant_cents: number
  version: number
}
export type Settings = { enabled: boolean; outside: boolean; budgets: Budgets; version: number }

const columns = 'enabled, outside, user_tokens, tenant_tokens, user_seconds, tenant_seconds, user_cents, tenant_cents'

export function findSettings(): Statement<SettingsRow> {
  return sql<SettingsRow>('assistant-settings.find', `select ${columns}, version from assistant_settings where tenant_id = ctx_tenant()`)
}

/** A row where the settings still had this version; 1 is also that of an organisation that has set nothing. */
export function setSettings({ enabled, outside, budgets }: Omit<Settings, 'version'>, version: number): Statement<SettingsRow> {
  return sql<SettingsRow>(
    'assistant-settings.set',
    `insert into assistant_settings as s (tenant_id, ${columns}, version)
     select ctx_tenant(), $1::boolean, $2::boolean, $3::integer, $4::integer, $5::integer, $6::integer, $7::integer, $8::integer, 2 where $9::integer = 1 or exists (select from assistant_settings where tenant_id = ctx_tenant())
     on conflict (tenant_id) do update set enabled = excluded.enabled, outside = excluded.outside, user_tokens = excluded.user_tokens,
       tenant_tokens = excluded.tenant_tokens, user_seconds = excluded.user_seconds, tenant_seconds = excluded.tenant_seconds,
       user_cents = excluded.user_cents, tenant_cents = excluded.tenant_cents, version = s.version + 1
     where s.version = $9::integer
     returning ${columns}, version`,
    [
      enabled,
      outside,
      budgets.userTokens,
      budgets.tenantTokens,
      budgets.userSeconds,
      budgets.tenantSeconds,
      budgets.userCents,
      budgets.tenantCents,
      version,
    ],
  )
}

/** On, by the rules of this server alone: nothing goes outside until the organisation says so. [LLM02] */
export function settingsIn(row: SettingsRow | undefined): Settings {
  if (row === undefined) return { enabled: true, outside: false, budgets: assistantBudgets, version: 1 }
  return {
    enabled: row.enabled,
    outside: row.outside,
    budgets: {
      userTokens: row.user_tokens,
      tenantTokens: row.tenant_tokens,
      userSeconds: row.user_seconds,
      tenantSeconds: row.tenant_seconds,
      userCents: row.user_cents,
      tenantCents: row.tenant_cents,
    },
    version: row.version,
  }
}
