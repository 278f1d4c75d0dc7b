// XML signatures (XMLDSig) in the one form that SAML needs: over the very element that they stand in, by RSA with SHA-2, over its exclusive canonical
// form. What is given back is the text that the signature was found right for, and that alone may be read. [A86]
import { type HashAlgorithm, type SignatureAlgorithm, SignedXml } from 'xml-crypto'
import { attributeOf, childrenNamed, childrenOf, textOf } from '../saml/document.ts'

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = `${dsig}enveloped-signature`
/** Neither SHA-1 nor a shared secret: with one the verifying key, which is public, would sign. */
const signatureMethods = ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512']
const digestMethods = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512']
const inKeyInfo =
  /^(?:X509(?:Data|Certificate|SubjectName|IssuerSerial|IssuerName|SerialNumber|SKI)|Key(?:Name|Value)|RSAKeyValue|Modulus|Exponent)$/

/**
 * What the signature right below an element signs, as canonical XML without the signature; undefined where there is none, more than one, one of another
 * form, or none that one of these certificates verifies. Keys that the message brings along are never looked at.
 */
export function signedText(text: string, element: Element, certificates: readonly string[]): string | undefined {
  const [signature, ...more] = childrenNamed(element, dsig, 'Signature')
  const id = attributeOf(element, 'ID')
  if (signature === undefined || more.length > 0 || id === undefined || !isPlain(signature, id)) return undefined
  for (const certificate of certificates) {
    const verified = verifiedBy(certificate, text, signature)
    if (verified !== undefined) return verified
  }
  return undefined
}

/** Whether a signature stands right below. */
export function hasSignature(element: Element): boolean {
  return childrenNamed(element, dsig, 'Signature').length > 0
}

export function isOfSignatures(element: Element): boolean {
  return element.namespaceURI === dsig
}

function verifiedBy(certificate: string, text: string, signature: Element): string | undefined {
  const signed = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null })
  signed.SignatureAlgorithms = only<new () => SignatureAlgorithm>(signed.SignatureAlgorithms, signatureMethods)
  signed.HashAlgorithms = only<new () => HashAlgorithm>(signed.HashAlgorithms, digestMethods)
  try {
    signed.loadSignature(signature)
    if (!signed.checkSignature(text)) return undefined
    const [verified, ...more] = signed.getSignedReferences()
    return more.length === 0 ? verified : undefined
  } catch {
    // Whatever the library does not make out is not signed.
    return undefined
  }
}

function only<T>(known: Record<string, T>, allowed: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(known).filter(([name]) => allowed.includes(name)))
}

/** The one form: each part once, in its order, one reference to the element itself by its id, these two transforms and no other. */
function isPlain(signature: Element, id: string): boolean {
  const [info, value, ...keys] = childrenOf(signature)
  if (!is(info, 'SignedInfo') || !is(value, 'SignatureValue') || !isBase64(value) || keys.length > 1) return false
  if (!keys.every(isKeyInfo)) return false
  const [canonical, method, reference, ...others] = childrenOf(info)
  if (!is(canonical, 'CanonicalizationMethod') || !is(method, 'SignatureMethod') || !is(reference, 'Reference')) return false
  if (others.length > 0 || !by(canonical, [exclusive]) || !by(method, signatureMethods)) return false
  return /^[A-Za-z_][\w.-]{0,255}$/.test(id) && attributeOf(reference, 'URI') === `#${id}` && isPlainReference(reference)
}

function isPlainReference(reference: Element): boolean {
  const [transforms, digest, value, ...others] = childrenOf(reference)
  if (!is(transforms, 'Transforms') || !is(digest, 'DigestMethod') || !is(value, 'DigestValue') || others.length > 0) return false
  const [first, second, ...more] = childrenOf(transforms)
  if (!is(first, 'Transform') || !is(second, 'Transform') || more.length > 0) return false
  const prefixes = childrenOf(second)
  const known =
    prefixes.length <= 1 && prefixes.every((each) => each.namespaceURI === exclusive && each.localName === 'InclusiveNamespaces')
  return by(first, [enveloped]) && known && attributeOf(second, 'Algorithm') === exclusive && by(digest, digestMethods) && isBase64(value)
}

function isKeyInfo(element: Element): boolean {
  const within = (each: Element): boolean =>
    childrenOf(each).every((child) => isOfSignatures(child) && inKeyInfo.test(child.localName) && within(child))
  return is(element, 'KeyInfo') && within(element)
}

function is(element: Element | undefined, name: string): element is Element {
  return element !== undefined && element.namespaceURI === dsig && element.localName === name
}

/** By one of these algorithms, and nothing beside its name. */
function by(element: Element, allowed: readonly string[]): boolean {
  return childrenOf(element).length === 0 && allowed.includes(attributeOf(element, 'Algorithm') ?? '')
}

function isBase64(element: Element): boolean {
  return childrenOf(element).length === 0 && /^[A-Za-z0-9+/=\s]+$/.test(textOf(element))
}
