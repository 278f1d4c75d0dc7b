// Who somebody is, by an assertion that the provider signed for us, for this very request, just now. Its facts are read from the text that the signature
// was found right for; what stands around it can only refuse. [A86]
import { signOnLimits } from '@wardkeep/contract/single-sign-on.ts'
import { refuse } from '../../platform/refusal.ts'
import { hasSignature, isOfSignatures, signedText } from '../vault/xml-signatures.ts'
import {
  allWithin,
  attributeOf,
  childrenNamed,
  childrenOf,
  maybeChild,
  onlyChild,
  parseXml,
  textOf,
  unreadable,
  type Xml,
} from './document.ts'
import {
  assertion,
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

/** `asked`: whether this is the id of the request that the browser began with. */
export type Awaited = Held & { asked: (requestId: string) => boolean; proofSeconds: number }

export type Said = {
  /** The assertion's own, by which it is used once, until it is refused for its age. */
  id: string
  expiresAt: Date
  name: Named
  sessionIndex: string | undefined
  /** The class of how it was proven; undefined where nothing is said. */
  context: string | undefined
  provenAt: Date
  /** When the provider's session ends. */
  sessionUntil: Date | undefined
}

/** The one assertion of a Response of the HTTP-POST binding. Each of its refusals says what is wrong; the browser is told none of them. */
export function readResponse(field: string, awaited: Awaited): Said {
  const xml = decoded(field)
  const response = xml.root
  if (!isProtocol(response, 'Response')) return unreadable()
  const outer = onlyAssertion(xml)
  mustHaveSucceeded(response)
  mustBeSentTo(awaited, response)
  mustBeOf(awaited, response, false)
  mustBeAskedFor(awaited, attributeOf(response, 'InResponseTo'))
  if (hasSignature(response)) verified(xml, response, awaited)
  return factsOf(verified(xml, outer, awaited), awaited)
}

/** There is one assertion, right below, and there are no signatures but its own and that of the whole: nothing can be put in another's place. */
function onlyAssertion({ root }: Xml): Element {
  const all = allWithin(root)
  const [found, ...more] = all.filter((element) => /^(?:Encrypted)?Assertion$/i.test(element.localName))
  if (found === undefined) return declinedOrUnreadable(root)
  if (more.length > 0 || found.namespaceURI !== assertion || found.localName !== 'Assertion' || found.parentNode !== root)
    return unreadable()
  const signatures = all.filter((element) => element.localName === 'Signature')
  if (!signatures.every((each) => isOfSignatures(each) && (each.parentNode === root || each.parentNode === found))) return unreadable()
  return found
}

function declinedOrUnreadable(response: Element): never {
  mustHaveSucceeded(response)
  return unreadable()
}

function mustHaveSucceeded(response: Element): void {
  const code = attributeOf(onlyChild(onlyChild(response, protocol, 'Status'), protocol, 'StatusCode'), 'Value')
  if (code !== 'urn:oasis:names:tc:SAML:2.0:status:Success') refuse('SIGN_ON_DECLINED')
}

function mustBeAskedFor({ asked }: Awaited, id: string | undefined): void {
  if (id === undefined || !asked(id)) refuse('SIGN_ON_UNASKED')
}

/** The element once more, as it was signed. Refuses SIGN_ON_UNSIGNED. */
export function verified({ text }: Xml, element: Element, { certificates }: Held): Element {
  const { root } = parseXml(signedText(text, element, certificates) ?? refuse('SIGN_ON_UNSIGNED'))
  const same = root.namespaceURI === element.namespaceURI && root.localName === element.localName
  return same && attributeOf(root, 'ID') === attributeOf(element, 'ID') ? root : refuse('SIGN_ON_UNSIGNED')
}

function factsOf(signed: Element, awaited: Awaited): Said {
  const { now } = awaited
  if (attributeOf(signed, 'Version') !== '2.0') return unreadable()
  mustBeOf(awaited, signed, true)
  mustBeRecent(instantIn(signed, 'IssueInstant') ?? unreadable(), now)
  const subject = onlyChild(signed, assertion, 'Subject')
  const confirmedUntil = mustBeConfirmed(subject, awaited)
  const validUntil = mustBeMeantForUs(onlyChild(signed, assertion, 'Conditions'), awaited)
  const statement = onlyChild(signed, assertion, 'AuthnStatement')
  const provenAt = instantIn(statement, 'AuthnInstant') ?? unreadable()
  mustHaveBegun(provenAt, now)
  if (now.getTime() - provenAt.getTime() > awaited.proofSeconds * 1000) refuse('SIGN_ON_STALE')
  const sessionUntil = instantIn(statement, 'SessionNotOnOrAfter')
  if (sessionUntil !== undefined && sessionUntil <= now) refuse('SIGN_ON_OUT_OF_TIME')
  const context = maybeChild(onlyChild(statement, assertion, 'AuthnContext'), assertion, 'AuthnContextClassRef')
  return {
    id: attributeOf(signed, 'ID') ?? unreadable(),
    expiresAt: new Date(Math.max(confirmedUntil.getTime(), validUntil.getTime()) + skewMs),
    name: nameIn(subject),
    sessionIndex: attributeOf(statement, 'SessionIndex'),
    context: context && textOf(context).trim(),
    provenAt: provenAt < now ? provenAt : now,
    sessionUntil,
  }
}

/** However long a provider says that it is valid: it was made for a request that is at most ten minutes old. */
function mustBeRecent(issuedAt: Date, now: Date): void {
  mustHaveBegun(issuedAt, now)
  mustNotBeOver(new Date(issuedAt.getTime() + signOnLimits.flowSeconds * 1000), now)
}

/** Whoever brings it was asked for it by us, here and in time (profiles, 4.1.4.2); gives until when. */
function mustBeConfirmed(subject: Element, awaited: Awaited): Date {
  const [confirmation, ...more] = childrenNamed(subject, assertion, 'SubjectConfirmation')
  if (confirmation === undefined || more.length > 0) return unreadable()
  if (attributeOf(confirmation, 'Method') !== 'urn:oasis:names:tc:SAML:2.0:cm:bearer') return unreadable()
  const data = onlyChild(confirmation, assertion, 'SubjectConfirmationData')
  if (attributeOf(data, 'Recipient') !== awaited.at) refuse('SIGN_ON_WRONG_RECEIVER')
  mustBeAskedFor(awaited, attributeOf(data, 'InResponseTo'))
  mustHaveBegun(instantIn(data, 'NotBefore'), awaited.now)
  const until = instantIn(data, 'NotOnOrAfter') ?? unreadable()
  mustNotBeOver(until, awaited.now)
  return until
}

/** Every condition is understood and met (core, 2.5.1); gives until when. */
function mustBeMeantForUs(conditions: Element, { us, now }: Awaited): Date {
  const known = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']
  if (!childrenOf(conditions).every((each) => each.namespaceURI === assertion && known.includes(each.localName))) return unreadable()
  const restrictions = childrenNamed(conditions, assertion, 'AudienceRestriction')
  const admits = (each: Element) => childrenNamed(each, assertion, 'Audience').some((audience) => textOf(audience).trim() === us)
  if (restrictions.length === 0 || !restrictions.every(admits)) refuse('SIGN_ON_WRONG_RECEIVER')
  mustHaveBegun(instantIn(conditions, 'NotBefore'), now)
  const until = instantIn(conditions, 'NotOnOrAfter') ?? unreadable()
  mustNotBeOver(until, now)
  return until
}
