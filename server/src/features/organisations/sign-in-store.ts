import type { RoleName } from '@wardkeep/contract/identity.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { FactorKind } from '../../security/factor-kinds.ts'

export type SignInRow = {
  tenant_id: string
  staff_second_factor: boolean
  second_factor_roles: RoleName[]
  password_policy: string
  totp_strict: boolean
  staff_factor: FactorKind
  version: number
}

const columns =
  'tenant_id, staff_second_factor, second_factor_roles, password_policy, totp_strict, staff_factor, sign_in_version as version'

export function findSignInRules(): Statement<SignInRow> {
  return sql<SignInRow>('organisation.find-sign-in', `select ${columns} from organisations where tenant_id = ctx_tenant()`)
}

/** Locks the rules of the caller's organisation until the transaction ends. */
export async function lockSignInRules(tx: Transaction): Promise<SignInRow | undefined> {
  const [row] = await tx.run(
    sql<SignInRow>('organisation.lock-sign-in', `select ${columns} from organisations where tenant_id = ctx_tenant() for no key update`),
  )
  return row
}

export type NewSignInRules = {
  staffSecondFactor: boolean
  secondFactorRoles: readonly RoleName[]
  passwordPolicy: string
  totpStrict: boolean
  staffFactor: FactorKind
}

export async function setSignInRules(tx: Transaction, rules: NewSignInRules): Promise<SignInRow | undefined> {
  const [row] = await tx.run(
    sql<SignInRow>(
      'organisation.set-sign-in',
      `update organisations set staff_second_factor = $1, second_factor_roles = $2, password_policy = $3, totp_strict = $4, staff_factor = $5, sign_in_version = sign_in_version + 1
       where tenant_id = ctx_tenant() returning ${columns}`,
      [rules.staffSecondFactor, rules.secondFactorRoles, rules.passwordPolicy, rules.totpStrict, rules.staffFactor],
    ),
  )
  return row
}
