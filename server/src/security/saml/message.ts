// What every message of a provider is held to before a word of it counts: plain XML, of this provider, signed by a key of it.
import { signOnLimits } from '@wardkeep/contract/single-sign-on.ts'
import { refuse } from '../../platform/refusal.ts'
import { attributeOf, maybeChild, parseXml, textOf, unreadable, type Xml } from './document.ts'

export const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion'

/** `entityId` and `certificates` are the provider's, the rest is ours. */
export type Held = { entityId: string; certificates: readonly string[]; us: string; at: string; now: Date }

export type Named = { value: string; format: string; qualifier: string; ourQualifier: string }

const unspecified = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
/** Names that somebody keeps. A transient one is another each time, and any other may be given to somebody else tomorrow. */
const lasting = [
  'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  unspecified,
]

export function lasts({ format }: Named): boolean {
  return lasting.includes(format)
}

/** The XML in a field of the HTTP-POST binding (base64 of UTF-8). Refuses SIGN_ON_UNREADABLE. */
export function decoded(field: string): Xml {
  const base64 = field.replace(/\s+/g, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) return unreadable()
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 0 || bytes.length > signOnLimits.message) return unreadable()
  return parseXml(utf8(bytes))
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return unreadable()
  }
}

export function isProtocol(element: Element, name: string): boolean {
  return element.namespaceURI === protocol && element.localName === name && attributeOf(element, 'Version') === '2.0'
}

/** Refuses SIGN_ON_WRONG_ISSUER where an element names another, and where it must name one and does not. */
export function mustBeOf({ entityId }: Held, element: Element, must: boolean): void {
  const issuer = maybeChild(element, assertion, 'Issuer')
  if (issuer === undefined ? must : textOf(issuer).trim() !== entityId) refuse('SIGN_ON_WRONG_ISSUER')
}

/** Refuses SIGN_ON_WRONG_RECEIVER where a message says that it was sent elsewhere. */
export function mustBeSentTo({ at }: Held, element: Element): void {
  const destination = attributeOf(element, 'Destination')
  if (destination !== undefined && destination !== at) refuse('SIGN_ON_WRONG_RECEIVER')
}

/** Whom an element names, to the letter. Refuses SIGN_ON_UNREADABLE. */
export function nameIn(parent: Element): Named {
  const name = maybeChild(parent, assertion, 'NameID') ?? unreadable()
  const value = textOf(name)
  if (value.trim() !== value || value.length === 0 || value.length > 256) return unreadable()
  return {
    value,
    format: attributeOf(name, 'Format') ?? unspecified,
    qualifier: attributeOf(name, 'NameQualifier') ?? '',
    ourQualifier: attributeOf(name, 'SPNameQualifier') ?? '',
  }
}

/** An instant in UTC, as SAML writes them (core, 1.3.3). Refuses SIGN_ON_UNREADABLE. */
export function instantIn(element: Element, name: string): Date | undefined {
  const given = attributeOf(element, name)
  if (given === undefined) return undefined
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|\+00:00)$/.test(given)) return unreadable()
  const at = new Date(given)
  return Number.isNaN(at.getTime()) ? unreadable() : at
}

const skewMs = signOnLimits.skewSeconds * 1000

/** Refuses SIGN_ON_OUT_OF_TIME. Clocks may differ by a minute. */
export function mustHaveBegun(at: Date | undefined, now: Date): void {
  if (at !== undefined && at.getTime() > now.getTime() + skewMs) refuse('SIGN_ON_OUT_OF_TIME')
}

export function mustNotBeOver(at: Date | undefined, now: Date): void {
  if (at !== undefined && at.getTime() <= now.getTime() - skewMs) refuse('SIGN_ON_OUT_OF_TIME')
}

/** Milliseconds that clocks may differ. */
export { skewMs }
