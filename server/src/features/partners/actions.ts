import type { Api, Input, Reply } from '@wardkeep/contract'
import { partnerLimits } from '@wardkeep/contract/partners.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'
import { mayBeAsked } from './address-rules.ts'
import { tellsApart } from './mapping-rules.ts'
import { credentialPlace, type Partner, type PartnerKeep } from './partner.ts'
import { insertPartner, listPartners, lockPartner, partnerIn, updatePartner } from './store.ts'

type Told = Reply<Api['changePartner']>
type Wanted = Input<Api['addPartner']>['body']

/** Who sets partners up also sees how; everybody else whom there are to ask. */
export function listAll(keep: PartnerKeep, op: Operation): Promise<Reply<Api['listPartners']>> {
  return keep.db.read(op, [listPartners()], ([rows]) => {
    const partners = rows.map(partnerIn)
    Permit.askAll(op, 'partner.list', partners.map(subjectOf))
    const manages = may(op.actor, 'partner.manage', {})
    return { items: partners.map((partner) => told(keep, partner, manages)), can: manages ? ['manage'] : [] }
  })
}

export function add(keep: PartnerKeep, op: Operation, body: Wanted): Promise<Told> {
  const id = newId(op.now)
  return keep.db.transact(op, async (tx) => {
    const permit = Permit.ask(op, 'partner.manage', subjectOf({ id, version: 1 }))
    const standing = await tx.run(listPartners())
    if (standing.length >= partnerLimits.partners) return refuse('PARTNER_REFUSED')
    mustFit(keep, body)
    const credential = await sealed(keep, op, id, body.credential, undefined)
    const [row] = await tx.run(insertPartner(permit, { id, name: body.name, url: body.url, mapping: body.mapping, credential }, op.now))
    const partner = told(keep, partnerIn(row ?? refuse('PARTNER_EXISTS')), true)
    await traceChange(keep, op, { of: { type: 'partner', id }, after: partner })
    return partner
  })
}

export function change(keep: PartnerKeep, op: Operation, { params, version, body }: Input<Api['changePartner']>): Promise<Told> {
  const { id } = params
  return keep.db.transact(op, async (tx) => {
    const [found] = await tx.run(lockPartner(id))
    const standing = partnerIn(found ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'partner.manage', subjectOf({ id: standing.id, version: version + 1 }))
    if (standing.version !== version) return refuse('VERSION_CONFLICT')
    if (body.active) mustFit(keep, body)
    // Who moves a partner to another address does not take the secret along without knowing it.
    const kept = body.url === standing.url ? standing.credential : undefined
    const credential = await sealed(keep, op, standing.id, body.credential, kept)
    const { name, url, mapping, active } = body
    const [row] = await tx.run(updatePartner(permit, { id: standing.id, name, url, mapping, active, credential }))
    const partner = told(keep, partnerIn(row ?? refuse('PARTNER_EXISTS')), true)
    await traceChange(keep, op, { of: { type: 'partner', id: standing.id }, before: told(keep, standing, true), after: partner })
    return partner
  })
}

function mustFit(keep: PartnerKeep, { url, mapping }: Wanted): void {
  if (!mayBeAsked(url, keep.egress)) refuse('PARTNER_REFUSED', { errors: [{ field: 'url', reason: 'is not allowed by EGRESS_ALLOW' }] })
  if (!tellsApart(mapping)) refuse('PARTNER_REFUSED', { errors: [{ field: 'mapping', reason: 'does not tell members from others' }] })
}

async function sealed(
  keep: PartnerKeep,
  op: Operation,
  id: string,
  given: string | undefined,
  kept: Sealed | undefined,
): Promise<Sealed | undefined> {
  if (given === undefined) return kept
  return given === '' ? undefined : keep.vault.seal({ kind: 'tenant' }, credentialPlace(op.tenantId, id), given)
}

function subjectOf({ id, version }: { id: string; version: number }) {
  return { resource: { type: 'partner', id, version } }
}

function told({ egress }: PartnerKeep, { id, name, url, mapping, credential, active, version }: Partner, manages: boolean): Told {
  const settings = { url, mapping, hasCredential: credential !== undefined, allowed: mayBeAsked(url, egress) }
  return { id, name, active, version, ...(manages && { settings }) }
}
