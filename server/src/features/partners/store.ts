import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { Partner } from './partner.ts'

export type PartnerRow = Omit<Partner, 'credential'> & { credential: Buffer | null }

const columns = 'id, name, url, mapping, credential, active, version'

/** All of them, those in use first, by name. */
export function listPartners(): Statement<PartnerRow> {
  return sql<PartnerRow>(
    'partners.all',
    `select ${columns} from partners where tenant_id = ctx_tenant() order by active desc, name, id limit 100`,
  )
}

export function findPartner(id: string): Statement<PartnerRow> {
  return sql<PartnerRow>('partners.find', `select ${columns} from partners where tenant_id = ctx_tenant() and id = $1`, [id])
}

export function lockPartner(id: string): Statement<PartnerRow> {
  return sql<PartnerRow>('partners.lock', `select ${columns} from partners where tenant_id = ctx_tenant() and id = $1 for update`, [id])
}

/** No row where there is a partner of this name. */
export function insertPartner(_permit: Permit, partner: Omit<Partner, 'version' | 'active'>, now: Date): Statement<PartnerRow> {
  const { id, name, url, mapping, credential } = partner
  return sql<PartnerRow>(
    'partners.insert',
    `insert into partners (tenant_id, id, name, url, mapping, credential, added_at) values (ctx_tenant(), $1, $2, $3, $4, $5, $6)
     on conflict do nothing returning ${columns}`,
    [id, name, url, JSON.stringify(mapping), credential?.bytes ?? null, now],
  )
}

/** No row where another partner has this name. */
export function updatePartner(_permit: Permit, partner: Omit<Partner, 'version'>): Statement<PartnerRow> {
  const { id, name, url, mapping, credential, active } = partner
  return sql<PartnerRow>(
    'partners.update',
    `update partners set name = $2, url = $3, mapping = $4, credential = $5, active = $6, version = version + 1 where tenant_id = ctx_tenant() and id = $1
       and not exists (select from partners other where other.tenant_id = partners.tenant_id and other.name = $2 and other.id <> $1)
     returning ${columns}`,
    [id, name, url, JSON.stringify(mapping), credential?.bytes ?? null, active],
  )
}

export function partnerIn({ credential, ...row }: PartnerRow): Partner {
  return { ...row, credential: credential === null ? undefined : Sealed.fromDatabase(credential) }
}
