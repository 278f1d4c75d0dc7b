import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { KeyOwner, Place, Sealed } from '../../security/vault/index.ts'

/** What a mail's one envelope holds. */
export const MailContent = Type.Object({
  address: Type.String(),
  /** BCP 47. */
  language: Type.String(),
  data: Type.Object({
    /** Where the mail leads, with scheme and host. */
    link: Type.String(),
  }),
})
export type MailContent = Type.Static<typeof MailContent>

export function sealContent(keep: Keep, owner: KeyOwner, mail: { tenantId: string; id: string }, content: MailContent): Promise<Sealed> {
  return keep.vault.seal(owner, placeOf(mail), content)
}

/** Throws `EnvelopeError` where the key of whom it is about was destroyed. */
export async function openContent(keep: Keep, mail: { tenantId: string; id: string }, sealed: Sealed): Promise<MailContent> {
  return Value.Parse(MailContent, await keep.vault.open(placeOf(mail), sealed))
}

function placeOf({ tenantId, id }: { tenantId: string; id: string }): Place {
  return { tenantId, table: 'mails', column: 'content', rowId: id }
}
