// What an organisation asks of a sign-in is set by who runs it, with a fresh proof, and holds from the next request of every session on. [F15]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { policyNamed } from '../../security/passwords/index.ts'
import { Permit } from '../../security/permit.ts'
import { askable } from '../../security/policy.ts'
import { changedFields } from './changed-fields.ts'
import { hasNoFactor, mustKnowItIsAsked, strongestOf } from './sign-in-rules.ts'
import { findSignInRules, lockSignInRules, type SignInRow, setSignInRules } from './sign-in-store.ts'

type Rules = Reply<Api['readSignInRules']>

export async function readRules(keep: Keep, op: Operation): Promise<Rules> {
  const row = await keep.db.read(op, [findSignInRules()], ([[found = refuse('NOT_FOUND')]]) => {
    Permit.ask(op, 'sign-in-rules.manage', subjectOf(found))
    return found
  })
  return tell(op, row)
}

/** Refuses VERSION_CONFLICT and OWN_FACTOR_MISSING. */
export async function setRules(keep: Keep, op: Operation, { body, version }: Input<Api['setSignInRules']>): Promise<Rules> {
  const { evenOfMe, ...asked } = body
  const row = await keep.db.transact(op, async (tx) => {
    const found = (await lockSignInRules(tx)) ?? refuse('NOT_FOUND')
    Permit.ask(op, 'sign-in-rules.manage', subjectOf(found))
    if (found.version !== version) refuse('VERSION_CONFLICT')
    mustKnowItIsAsked(
      op.actor,
      { staff: asked.staffSecondFactor, roles: asked.secondFactorRoles, kind: asked.staffFactor ?? found.staff_factor },
      evenOfMe,
    )
    const before = rulesIn(found)
    const after = { ...before, ...asked, secondFactorRoles: askable.filter((role) => asked.secondFactorRoles.includes(role)) }
    const { resource } = subjectOf(found)
    op.trace.fields = changedFields(before, after)
    await traceChange(keep, op, { of: resource, before, after })
    return (await setSignInRules(tx, after)) ?? refuse('NOT_FOUND')
  })
  return tell(op, row)
}

function tell(op: Operation, row: SignInRow): Rules {
  return { ...rulesIn(row), ownFactorMissing: hasNoFactor(op.actor), ownPasskey: strongestOf(op.actor), version: row.version }
}

function rulesIn(row: SignInRow) {
  return {
    staffSecondFactor: row.staff_second_factor,
    secondFactorRoles: askable.filter((role) => row.second_factor_roles.includes(role)),
    passwordPolicy: policyNamed(row.password_policy),
    totpStrict: row.totp_strict,
    staffFactor: row.staff_factor,
  }
}

function subjectOf(row: SignInRow) {
  return { resource: { type: 'organisation', id: row.tenant_id, version: row.version } }
}
