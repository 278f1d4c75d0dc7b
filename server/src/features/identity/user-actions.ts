import { counts, kindAskedOf, lacksKind } from '../../security/factor-kinds.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { policyNamed } from '../../security/passwords/index.ts'
import { isPatientRole, levelRequired } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import { type AccountRow, findAccount, type UserRow } from './account-store.ts'
import { openAccount } from './profile.ts'
import type { User } from './reply.ts'

/** Reads an account as the system, to hold a proof against it; undefined where there is none. */
export async function peekAccount(keep: Keep, tenantId: string, userId: string, now: Date): Promise<AccountRow | undefined> {
  const [[account]] = await keep.db.peek(tenantId, now, [findAccount(tenantId, userId)])
  return account
}

/** The row as the API tells it; `assurance` is the session's. */
export async function tellUser(keep: Keep, row: UserRow, assurance: 1 | 2): Promise<User> {
  const hasFactor = row.has_totp || row.passkeys > 0
  const demands = { staff: row.staff_second_factor, roles: row.second_factor_roles, kind: row.staff_factor }
  const kind = kindAskedOf(row.role, row.staff_factor)
  const held = { passkeys: row.passkeys, bound: row.bound_passkeys }
  const takesCodes = row.has_totp && counts(kind, held, 'code')
  const profile = await openAccount(keep, { tenantId: row.tenant_id, userId: row.id }, Sealed.fromDatabase(row.profile))
  return {
    id: row.id,
    ...profile,
    role: row.role,
    language: row.language,
    organisation: {
      id: row.tenant_id,
      slug: row.organisation_slug,
      name: row.organisation_name,
      passwordPolicy: policyNamed(row.password_policy),
    },
    ...(row.patient_id === null ? {} : { patientId: row.patient_id }),
    ...(row.doctor_id === null ? {} : { doctorId: row.doctor_id }),
    assurance,
    mustEnrol: lacksKind(kind, held) || (assurance < levelRequired(row.role, demands) && !hasFactor),
    hasFactor,
    ...(kind !== 'any' && { passkeyAsked: kind }),
    idleSeconds: isPatientRole(row.role) ? row.patient_idle_seconds : row.staff_idle_seconds,
    proofs: ['password', ...(takesCodes ? (['totp'] as const) : []), ...(row.passkeys > 0 ? (['passkey'] as const) : [])],
    requestCount: row.requests,
  }
}

/** From here on the operation is this user's act, who came as nobody. */
export function becomes(op: Operation, user: User): void {
  const { id, role, displayName, organisation, patientId } = user
  op.trace.by = { tenantId: organisation.id, userId: id, role, name: displayName, ...(patientId === undefined ? {} : { patientId }) }
}
