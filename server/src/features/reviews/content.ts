import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import { EnvelopeError, type KeyOwner, type Sealed } from '../../security/vault/index.ts'

/** What the envelope of a review holds: the reason that was given, if any. */
const About = Type.Object({ reason: Type.Optional(Type.Object({ code: Type.String(), text: Type.String() })) })
export type About = Type.Static<typeof About>
const Note = Type.Object({ note: Type.String() })

type ReviewKey = { tenantId: string; id: string; patientId: string | null | undefined }

/** Both under the key of the patient whom it is about, so that they end with it; without one under the organisation's. */
export function sealAbout(keep: Keep, review: ReviewKey, about: About): Promise<Sealed> {
  return keep.vault.seal(ownerOf(review), place(review, 'about'), about)
}

export function sealNote(keep: Keep, review: ReviewKey, note: string): Promise<Sealed> {
  return keep.vault.seal(ownerOf(review), place(review, 'note'), { note })
}

export async function openAbout(keep: Keep, review: ReviewKey, sealed: Sealed): Promise<About> {
  return readable(async () => Value.Parse(About, await keep.vault.open(place(review, 'about'), sealed)), {})
}

export async function openNote(keep: Keep, review: ReviewKey, sealed: Sealed): Promise<string> {
  return readable(async () => Value.Parse(Note, await keep.vault.open(place(review, 'note'), sealed)).note, '')
}

/** Where the key was destroyed, the outcome stands and the words are gone. */
async function readable<T>(open: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await open()
  } catch (cause) {
    if (cause instanceof EnvelopeError) return otherwise
    throw cause
  }
}

function ownerOf({ patientId }: ReviewKey): KeyOwner {
  return patientId ? { kind: 'patient', patientId } : { kind: 'tenant' }
}

function place({ tenantId, id }: ReviewKey, column: 'about' | 'note') {
  return { tenantId, table: 'reviews', column, rowId: id }
}
