import type { Api, Input, Reply } from '@wardkeep/contract'
import { limits } from '@wardkeep/contract/shapes.ts'
import type { Reader } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { instantIn } from '../../platform/instants.ts'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { endProxy, openProxy } from '../../security/care-store.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit } from '../../security/permit.ts'
import { isPatientRole } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import { mustHaveDomain, nameHash, openAccount } from '../identity/index.ts'
import { findPatient, openProfiles, type PatientRow, patientRow, subjectOf } from '../patients/index.ts'
import { type Link, scopesIn, scopesOf } from './link.ts'
import { comingOfAge, endOf, mustBeOfAge, mustNotHaveEnded, mustRead, stateOf } from './rules.ts'
import { findAccount, findAge, linkIn, listLinks, listOwnLinks, lockLink, sealedIn } from './store.ts'

type Linked = Reply<Api['linkProxy']>

/** Who acts for a patient now or will. */
export async function listOfPatient(keep: Keep, op: Operation, input: Input<Api['listProxies']>): Promise<Reply<Api['listProxies']>> {
  const { id } = input.params
  const page = pageById(input.query)
  const rows = await keep.db.read(op, [findPatient(id), listLinks(id, op.now, page.after, page.rows)], ([[patient], links]) => {
    Permit.ask(op, 'proxy.read', subjectOf(patientRow(patient ?? refuse('NOT_FOUND'))))
    return links
  })
  const { shown, last } = cut(rows, page)
  const items = await Promise.all(shown.map((row) => withName(keep, op, linkIn(row), sealedIn(row))))
  return { items, next: nextById(last) }
}

/** For whom the caller acts now: one event that names them all. */
export async function listOwn(keep: Keep, op: Operation): Promise<Reply<Api['listProxied']>> {
  const rows = await keep.db.read(op, [listOwnLinks(limits.page)], ([links]) => {
    Permit.ask(op, 'proxy.own', { ...(op.actor.userId && { ownerUserId: op.actor.userId }) })
    for (const { patient_id } of links) op.trace.patientIds.add(patient_id)
    return links
  })
  const profiles = await openProfiles(
    keep,
    op.tenantId,
    rows.map((row) => ({ patientId: row.patient_id, profile: sealedIn(row) })),
  )
  const items = rows.map((row, place) => {
    const patient = { id: row.patient_id, displayName: profiles[place]?.displayName ?? '' }
    return { ...toldOf(op, linkIn(row)), patient }
  })
  return { items }
}

/** Lets the holder of a patient account act for another patient. Of all who link the two at once, one does. */
export async function link(keep: Keep, op: Operation, { params, body }: Input<Api['linkProxy']>): Promise<Linked> {
  mustRead(body.scopes)
  const until = body.until === undefined ? undefined : instantIn(body.until, 'until')
  const emailIndex = await nameHash(keep.vault, mustHaveDomain(body.email))
  const made = await keep.db.transact(op, async (tx) => {
    const [[patient], [account]] = await tx.runAll([findPatient(params.id), findAccount(emailIndex)])
    const chart = patientRow(patient ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'proxy.link', subjectOf(chart))
    // Who works here reaches charts by that work alone, and nobody acts for themselves.
    if (account === undefined || !account.active || !isPatientRole(account.role) || account.patient_id === chart.id)
      return refuse('PROXY_UNKNOWN')
    const { capacity } = body
    const end = endOf({ until, capacity, ofAge: await ofAge(keep, op, tx, chart) }, op.now)
    const id = newId(op.now)
    const asked = {
      id,
      patientId: chart.id,
      proxyUserId: account.id,
      capacity,
      ...scopesIn(body.scopes),
      from: op.now,
      until: end,
    }
    const [opened] = await tx.run(openProxy(permit, asked))
    if (opened === undefined) return refuse('ALREADY_PROXY')
    const linked: Link = { ...asked, endedAt: undefined }
    op.trace.resource = { type: 'care-relation', id }
    await traceChange(keep, op, { of: op.trace.resource, after: contentOf(linked) })
    return { linked, profile: Sealed.fromDatabase(account.profile) }
  })
  return withName(keep, op, made.linked, made.profile)
}

/** Ends a link at once: no read that begins after this is answered is admitted by it. */
export async function endLink(keep: Keep, op: Operation, { params }: Input<Api['endProxy']>): Promise<Reply<Api['endProxy']>> {
  const ended = await keep.db.transact(op, async (tx) => {
    const [[row], [patient]] = await tx.runAll([lockLink(params.id, params.relationId), findPatient(params.id)])
    const found = linkIn(row ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'proxy.end', { patientId: found.patientId, ownerUserId: found.proxyUserId })
    mustNotHaveEnded(found, op.now)
    if (permit.relation === 'self') mustBeOfAge(await ofAge(keep, op, tx, patientRow(patient ?? refuse('NOT_FOUND'))), op.now)
    await tx.run(endProxy(permit, found.id, op.now))
    const over = { ...found, endedAt: op.now }
    op.trace.resource = { type: 'care-relation', id: found.id }
    await traceChange(keep, op, { of: op.trace.resource, before: contentOf(found), after: contentOf(over) })
    return over
  })
  return toldOf(op, ended)
}

/** When the patient comes of age by the organisation's setting, read from the sealed birth date; undefined where none is known. */
export async function ofAge(keep: Keep, op: Operation, tx: Reader, chart: PatientRow): Promise<Date | undefined> {
  const [[organisation]] = await tx.runAll([findAge()])
  const [profile] = await openProfiles(keep, op.tenantId, [{ patientId: chart.id, profile: chart.profile }])
  if (organisation === undefined || profile?.birthDate === undefined) return undefined
  return comingOfAge(profile.birthDate, organisation.age, organisation.time_zone)
}

async function withName(keep: Keep, op: Operation, linked: Link, profile: Sealed): Promise<Linked> {
  const { displayName } = await openAccount(keep, { tenantId: op.tenantId, userId: linked.proxyUserId }, profile)
  return { ...toldOf(op, linked), proxy: { id: linked.proxyUserId, displayName } }
}

/** A link as its two sides and the clinic hear of it. */
export function toldOf(op: Operation, linked: Link) {
  const { id, capacity, from } = linked
  const until = linked.endedAt ?? linked.until
  const state = stateOf(linked, op.now)
  const mayEnd = may(op.actor, 'proxy.end', { patientId: linked.patientId, ownerUserId: linked.proxyUserId })
  return {
    id,
    capacity,
    scopes: scopesOf(linked),
    from: from.toISOString(),
    ...(until && { until: until.toISOString() }),
    state,
    can: mayEnd && state !== 'ended' ? ['end'] : [],
  }
}

/** What of a link a change of it is proven by. */
export function contentOf({ patientId, proxyUserId, capacity, mayBook, mayAsk, from, until, endedAt }: Link): {
  [name: string]: string | boolean | null
} {
  const [ends, ended] = [until, endedAt].map((time) => time?.toISOString() ?? null)
  return { patientId, proxyUserId, capacity, mayBook, mayAsk, from: from.toISOString(), until: ends ?? null, endedAt: ended ?? null }
}
