import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { Place, Sealed } from '../../security/vault/index.ts'

/** What an invitation's one envelope holds. */
const InvitationContent = Type.Object({ email: Type.String() })
export type InvitationContent = Type.Static<typeof InvitationContent>
type Invited = { tenantId: string; id: string }

/** Under the key of the patient who invites, so that it ends with their chart. */
export function sealInvitation(keep: Keep, invited: Invited, patientId: string, content: InvitationContent): Promise<Sealed> {
  return keep.vault.seal({ kind: 'patient', patientId }, placeOf(invited), content)
}

export async function openInvitation(keep: Keep, invited: Invited, sealed: Sealed): Promise<InvitationContent> {
  return Value.Parse(InvitationContent, await keep.vault.open(placeOf(invited), sealed))
}

function placeOf({ tenantId, id }: Invited): Place {
  return { tenantId, table: 'proxy_invitations', column: 'content', rowId: id }
}
