// What is sent to the assertion consumer service and must not be believed. Each attack is made for a request that a browser really began, so that only
// the attack itself can be what it is refused for; and after all of them the honest answer to the same request is taken.
import { test } from 'vitest'
import { type Asked, type Facts, TestProvider } from './sign-on.fixture.ts'
import { allRefused, opened } from './sign-on-attacks.fixture.ts'

/** The parts of a signed answer, as text: the assertion, it without its signature, the signature, and what stands around it. */
function partsOf(xml: string) {
  const whole = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? ''
  const signature = /<ds:Signature [\s\S]*?<\/ds:Signature>/.exec(whole)?.[0] ?? ''
  const bare = whole.replace(signature, '')
  return { whole, bare, signature, around: (inside: string) => xml.replace(whole, inside) }
}

/** The bare assertion as it would be for Idan, under an id of its own. */
function evilOf(bare: string, id = '_evil'): string {
  return bare.replace(/ ID="[^"]*"/, ` ID="${id}"`).replace('ana-1', 'idan-1')
}

const wrong = /^SIGN_ON_(?:UNREADABLE|UNSIGNED)$/
const inExtensions = (inside: string) => `<samlp:Extensions>${inside}</samlp:Extensions>`
const after = (xml: string, tag: string, inside: string) => xml.replace(tag, `${tag}${inside}`)

test('[V6.8.2][F18][A86 part][A107 part] unsigned, wrongly signed and wrapped assertions (XSW 1 to 8), split names, two digests, two references and ids named twice are refused, every one', async () => {
  const setting = await opened()
  const { provider } = setting
  const other = new TestProvider(setting.clinic)
  const signed = (asked: Asked, facts: Partial<Facts> = {}) => provider.sign(provider.answer(asked, facts))
  /** A whole that is signed too, so that the first two shapes have something to wrap. */
  const signedWhole = (asked: Asked) => provider.sign(provider.answer(asked), { element: 'Response' })
  const wrap = (shape: (parts: ReturnType<typeof partsOf>, evil: string, asked: Asked) => string, id?: string) => ({
    make: (asked: Asked) => {
      const parts = partsOf(signed(asked))
      return shape(parts, evilOf(parts.bare, id), asked)
    },
    reason: wrong,
  })
  const sameId = (shape: (parts: ReturnType<typeof partsOf>, evil: string) => string) => ({
    make: (asked: Asked) => {
      const xml = provider.sign(provider.answer(asked, { id: '_same' }))
      const parts = partsOf(xml)
      return shape(parts, evilOf(parts.bare, '_same'))
    },
    reason: wrong,
  })
  const evilEnvelope = (xml: string) => xml.replace('ana-1', 'idan-1').replace(/(<samlp:Response[^>]*) ID="[^"]*"/, '$1 ID="_evilwhole"')
  const signatureIn = (xml: string) => /<ds:Signature [\s\S]*?<\/ds:Signature>/.exec(xml)?.[0] ?? ''
  const shapes = {
    'XSW 1: the signed whole inside the signature of another': {
      make: (asked: Asked) => {
        const xml = signedWhole(asked)
        const signature = signatureIn(xml)
        return evilEnvelope(xml).replace(
          signature,
          signature.replace('</ds:Signature>', `<ds:Object>${xml.replace(signature, '')}</ds:Object></ds:Signature>`),
        )
      },
      reason: wrong,
    },
    'XSW 2: the signed whole beside the signature of another': {
      make: (asked: Asked) => {
        const xml = signedWhole(asked)
        const signature = signatureIn(xml)
        return evilEnvelope(xml).replace(signature, `${xml.replace(signature, '')}${signature}`)
      },
      reason: wrong,
    },
    'XSW 3: another before the signed one': wrap(({ around, whole }, evil) => around(`${evil}${whole}`)),
    'XSW 4: another around the signed one': wrap(({ around, whole }, evil) =>
      around(evil.replace('</saml:Assertion>', `${whole}</saml:Assertion>`)),
    ),
    'XSW 5: the signature moved to another, the signed one after it': wrap(({ around, bare, signature }, evil) =>
      around(`${after(evil, '</saml:Issuer>', signature)}${bare}`),
    ),
    'XSW 6: the signed one inside the signature of another': wrap(({ around, bare, signature }, evil) =>
      around(after(evil, '</saml:Issuer>', signature.replace('</ds:Signature>', `${bare}</ds:Signature>`))),
    ),
    'XSW 7: another in the extensions': wrap(({ around, whole }, evil) => around(`${inExtensions(evil)}${whole}`)),
    'XSW 8: the signed one in an object of the signature of another': wrap(({ around, bare, signature }, evil) =>
      around(after(evil, '</saml:Issuer>', signature.replace('</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`))),
    ),
    'XSW 3 under the same id': sameId(({ around, whole }, evil) => around(`${evil}${whole}`)),
    'XSW 7 under the same id': sameId(({ around, whole }, evil) => around(`${inExtensions(evil)}${whole}`)),
    'XSW with the id written otherwise': sameId(({ around, whole }, evil) => around(`${evil.replace(' ID=', ' Id=')}${whole}`)),
    'XSW in another namespace': wrap(({ around, whole }, evil) =>
      around(`${evil.replaceAll('saml:Assertion', 'x:Assertion').replace('<x:Assertion', '<x:Assertion xmlns:x="urn:x"')}${whole}`),
    ),
  }
  const altered = {
    unsigned: { make: (asked: Asked) => provider.answer(asked, { name: 'idan-1' }), reason: 'SIGN_ON_UNSIGNED' },
    'signed as a whole alone': { make: signedWhole, reason: 'SIGN_ON_UNSIGNED' },
    'signed by a key that it brings along': { make: (asked: Asked) => other.sign(provider.answer(asked)), reason: 'SIGN_ON_UNSIGNED' },
    'rightly signed in a whole that is wrongly signed': {
      make: (asked: Asked) => other.sign(signed(asked), { element: 'Response' }),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'another name under the signature': { make: (asked: Asked) => signed(asked).replace('ana-1', 'idan-1'), reason: 'SIGN_ON_UNSIGNED' },
    'signed with SHA-1': {
      make: (asked: Asked) => provider.sign(provider.answer(asked), { method: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'a digest by SHA-1': {
      make: (asked: Asked) => provider.sign(provider.answer(asked), { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'a secret instead of a key': {
      make: (asked: Asked) =>
        signed(asked).replace('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'a name split by a comment': {
      make: (asked: Asked) => signed(asked, { name: 'idan-1.evil' }).replace('idan-1.evil', 'idan-1<!-- -->.evil'),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'a name split by an instruction': {
      make: (asked: Asked) => signed(asked, { name: 'idan-1.evil' }).replace('idan-1.evil', 'idan-1<?x y?>.evil'),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'a name in a CDATA section': {
      make: (asked: Asked) => signed(asked).replace('ana-1', '<![CDATA[ana-1]]>'),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'two digests': {
      make: (asked: Asked) => signed(asked).replace(/<ds:DigestValue>[^<]*<\/ds:DigestValue>/, '<ds:DigestValue>AAAA</ds:DigestValue>$&'),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'a digest split by a comment': {
      make: (asked: Asked) => signed(asked).replace('<ds:DigestValue>', '<ds:DigestValue><!--AAAA-->'),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'two references': {
      make: (asked: Asked) => signed(asked).replace(/<ds:Reference [\s\S]*?<\/ds:Reference>/, '$&$&'),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'two parts of what is signed': {
      make: (asked: Asked) => signed(asked).replace(/<ds:SignedInfo>[\s\S]*?<\/ds:SignedInfo>/, '$&$&'),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'a reference to the whole document': {
      make: (asked: Asked) => signed(asked).replace(/URI="#[^"]*"/, 'URI=""'),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'one more transform': {
      make: (asked: Asked) => signed(asked).replace(/<ds:Transform [^>]*\/>/, '$&$&'),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'a transform that takes the name out': {
      make: (asked: Asked) =>
        signed(asked).replace('http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/TR/1999/REC-xpath-19991116'),
      reason: 'SIGN_ON_UNSIGNED',
    },
    'an id named twice': {
      make: (asked: Asked) =>
        after(provider.sign(provider.answer(asked, { id: '_same' })), '</samlp:Status>', inExtensions('<x ID="_same"/>')),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'two assertions, both signed': {
      make: (asked: Asked) => {
        const [one, two] = [partsOf(signed(asked)), partsOf(signed(asked, { name: 'idan-1' }))]
        return one.around(`${one.whole}${two.whole}`)
      },
      reason: 'SIGN_ON_UNREADABLE',
    },
    'an encrypted one beside it': {
      make: (asked: Asked) => after(signed(asked), '</samlp:Status>', `<saml:EncryptedAssertion/>`),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'two names': {
      make: (asked: Asked) => provider.sign(provider.answer(asked).replace(/<saml:NameID[\s\S]*?<\/saml:NameID>/, '$&$&')),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'no XML': { make: () => 'Response', reason: 'SIGN_ON_UNREADABLE' },
    'two roots': { make: (asked: Asked) => `${signed(asked)}<x/>`, reason: 'SIGN_ON_UNREADABLE' },
    'the assertion alone': { make: (asked: Asked) => partsOf(signed(asked)).whole, reason: 'SIGN_ON_UNREADABLE' },
    'an attribute twice': {
      make: (asked: Asked) => signed(asked).replace(' Version="2.0"', ' Version="2.0" Version="2.0"'),
      reason: 'SIGN_ON_UNREADABLE',
    },
  }
  await allRefused(setting, { ...shapes, ...altered })
})
