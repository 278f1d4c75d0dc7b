// However a record is changed, it begins here: its row is locked, and its caller may do this to it, now, and is let have it.
import type { Permission } from '@wardkeep/contract/permissions.ts'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { type StoredRecord, subjectOf } from './record.ts'
import { mustBeInCare, mustBeReleased } from './rules.ts'
import { lockRecord } from './store.ts'

/** The record as it stands once nobody else is changing it. Refuses NOT_FOUND where the caller may not, whatever keeps them from it. [C24][F35] */
export async function lockToChange(
  op: Operation,
  tx: Transaction,
  id: string,
  permission: Permission,
): Promise<{ found: StoredRecord; permit: Permit }> {
  const found = (await lockRecord(tx, id)) ?? refuse('NOT_FOUND')
  const permit = Permit.ask(op, permission, subjectOf(found))
  mustBeInCare(found, permit.relation)
  mustBeReleased(found, op, permit.relation)
  return { found, permit }
}
