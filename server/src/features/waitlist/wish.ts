import { dayParts } from '@wardkeep/contract/waitlist.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import { EnvelopeError, type Sealed } from '../../security/vault/index.ts'

/** What a request's envelope holds, under the patient's key: what somebody looks for says something of them. */
export const Wish = Type.Object({
  specialty: Type.Optional(Type.String()),
  language: Type.Optional(Type.String()),
  visitTypeId: Type.Optional(Type.String()),
  weekdays: Type.Array(Type.Integer()),
  part: Type.Optional(Type.Enum(dayParts)),
})
export type Wish = Type.Static<typeof Wish>

type Of = { tenantId: string; patientId: string; id: string }

export function sealWish(keep: Keep, of: Of, wish: Wish): Promise<Sealed> {
  return keep.vault.seal({ kind: 'patient', patientId: of.patientId }, placeOf(of), wish)
}

/** Undefined where the patient's key was destroyed: nobody waits there any more. */
export async function openWish(keep: Keep, of: Omit<Of, 'patientId'>, sealed: Sealed): Promise<Wish | undefined> {
  try {
    return Value.Parse(Wish, await keep.vault.open(placeOf(of), sealed))
  } catch (cause) {
    if (cause instanceof EnvelopeError) return undefined
    throw cause
  }
}

function placeOf({ tenantId, id }: Omit<Of, 'patientId'>) {
  return { tenantId, table: 'waitlist_entries', column: 'wish', rowId: id }
}
