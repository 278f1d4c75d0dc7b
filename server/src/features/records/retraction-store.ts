import { sql, type Transaction } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type NewRetraction = {
  recordId: string
  version: number
  /** By which key it is signed: one of the doctor's own, or the organisation's certifier. */
  signedBy: { signingKey: string } | { certifier: string }
  statement: Sealed
  jws: string
  at: Date
}

/** The retraction, and the record's state with it. Call it on a locked record that stands. */
export async function insertRetraction(tx: Transaction, _permit: Permit, made: NewRetraction): Promise<void> {
  const { signedBy } = made
  await tx.runAll([
    sql(
      'retraction.insert',
      `insert into record_retractions (tenant_id, record_id, version, by_user, signing_key, certifier, statement, jws, at)
       values (ctx_tenant(), $1, $2, ctx_user(), $3, $4, $5, $6, $7)`,
      [
        made.recordId,
        made.version,
        'signingKey' in signedBy ? signedBy.signingKey : undefined,
        'certifier' in signedBy ? signedBy.certifier : undefined,
        made.statement.bytes,
        made.jws,
        made.at,
      ],
    ),
    sql('retraction.state', `update records set state = 'retracted' where tenant_id = ctx_tenant() and id = $1`, [made.recordId]),
  ])
}
