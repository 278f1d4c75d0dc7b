// A provider signs somebody out: by a LogoutRequest that it signed itself, for us, just now.
import { signOnLimits } from '@wardkeep/contract/single-sign-on.ts'
import { allWithin, attributeOf, childrenNamed, textOf, unreadable } from './document.ts'
import {
  decoded,
  type Held,
  instantIn,
  isProtocol,
  mustBeOf,
  mustBeSentTo,
  mustHaveBegun,
  mustNotBeOver,
  type Named,
  nameIn,
  protocol,
  skewMs,
} from './message.ts'
import { verified } from './response.ts'

/** `sessionIndexes`: of none, every session of that name is meant (core, 3.7.1). */
export type Ended = { id: string; expiresAt: Date; name: Named; sessionIndexes: string[] }

/** Refuses as `readResponse` does. */
export function readLogoutRequest(field: string, held: Held): Ended {
  const xml = decoded(field)
  if (!isProtocol(xml.root, 'LogoutRequest')) return unreadable()
  const signatures = allWithin(xml.root).filter((element) => element.localName === 'Signature')
  if (!signatures.every((each) => each.parentNode === xml.root)) return unreadable()
  const signed = verified(xml, xml.root, held)
  mustBeSentTo(held, signed)
  mustBeOf(held, signed, true)
  const issuedAt = instantIn(signed, 'IssueInstant') ?? unreadable()
  const expiresAt = new Date(issuedAt.getTime() + signOnLimits.flowSeconds * 1000)
  mustHaveBegun(issuedAt, held.now)
  mustNotBeOver(expiresAt, held.now)
  mustNotBeOver(instantIn(signed, 'NotOnOrAfter'), held.now)
  return {
    id: attributeOf(signed, 'ID') ?? unreadable(),
    expiresAt: new Date(expiresAt.getTime() + skewMs),
    name: nameIn(signed),
    sessionIndexes: childrenNamed(signed, protocol, 'SessionIndex').map(textOf),
  }
}
