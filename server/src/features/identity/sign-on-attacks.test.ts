// What is sent to the assertion consumer service and must not be believed. Each is made for a request that a browser really began, so that only
// the attack itself can be what it is refused for; and after all of them the honest answer to the same request is taken.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { drAna } from '../../../tests/people.ts'
import { readResponse } from '../../security/saml/index.ts'
import { signedText } from '../../security/vault/xml-signatures.ts'
import { send } from './identity.fixture.ts'
import { type Asked, base64, begin, deliver, type Facts, finish, formOf, reasonOf, setUp, TestProvider } from './sign-on.fixture.ts'
import { allRefused, opened } from './sign-on-attacks.fixture.ts'

test('[V6.8.2][F18] what is for others, from others, asked by nobody, over, not yet valid or declined is refused although it is rightly signed', async () => {
  const setting = await opened()
  const { provider, clinic } = setting
  const signed = (facts: Partial<Facts>) => (asked: Asked) => provider.sign(provider.answer(asked, facts))
  const without = (what: RegExp) => (asked: Asked) => provider.sign(provider.answer(asked).replace(what, ''))
  await allRefused(setting, {
    'another audience': { make: signed({ audience: 'https://other.test' }), reason: 'SIGN_ON_WRONG_RECEIVER' },
    'no audience': { make: without(/<saml:AudienceRestriction>[\s\S]*<\/saml:AudienceRestriction>/), reason: 'SIGN_ON_WRONG_RECEIVER' },
    'another recipient': { make: signed({ recipient: 'https://other.test' }), reason: 'SIGN_ON_WRONG_RECEIVER' },
    'another destination': { make: signed({ destination: 'https://other.test' }), reason: 'SIGN_ON_WRONG_RECEIVER' },
    'another issuer': { make: signed({ issuer: 'https://other.test' }), reason: 'SIGN_ON_WRONG_ISSUER' },
    'another issuer around it': { make: signed({ outerIssuer: 'https://other.test' }), reason: 'SIGN_ON_WRONG_ISSUER' },
    over: { make: signed({ until: -61 }), reason: 'SIGN_ON_OUT_OF_TIME' },
    'confirmed until before': { make: signed({ confirmedUntil: -61 }), reason: 'SIGN_ON_OUT_OF_TIME' },
    'not yet valid': { make: signed({ from: 62 }), reason: 'SIGN_ON_OUT_OF_TIME' },
    'issued tomorrow': { make: signed({ issued: 86_400 }), reason: 'SIGN_ON_OUT_OF_TIME' },
    'issued long ago, and valid for years': {
      make: signed({ issued: -700, until: 1e8, confirmedUntil: 1e8 }),
      reason: 'SIGN_ON_OUT_OF_TIME',
    },
    'proven tomorrow': { make: signed({ proven: 86_400 }), reason: 'SIGN_ON_OUT_OF_TIME' },
    'proven long ago': { make: signed({ proven: -3601 }), reason: 'SIGN_ON_STALE' },
    'of a session that is over': { make: signed({ sessionUntil: -1 }), reason: 'SIGN_ON_OUT_OF_TIME' },
    'for another request': { make: signed({ inResponseTo: '_other' }), reason: 'SIGN_ON_UNASKED' },
    'for another request, around it the right one': {
      make: (asked) => signed({ inResponseTo: '_other', outerInResponseTo: asked.id })(asked),
      reason: 'SIGN_ON_UNASKED',
    },
    'for no request': { make: without(/ InResponseTo="[^"]*"(?=\/>)/), reason: 'SIGN_ON_UNASKED' },
    'no conditions': { make: without(/<saml:Conditions[\s\S]*<\/saml:Conditions>/), reason: 'SIGN_ON_UNREADABLE' },
    'no end': { make: without(/ NotOnOrAfter="[^"]*"(?=>)/), reason: 'SIGN_ON_UNREADABLE' },
    'a condition that nobody knows': {
      make: (asked) => provider.sign(provider.answer(asked).replace('</saml:Conditions>', '<saml:Condition/></saml:Conditions>')),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'no proof': { make: without(/<saml:AuthnStatement[\s\S]*<\/saml:AuthnStatement>/), reason: 'SIGN_ON_UNREADABLE' },
    'held by a key': {
      make: (asked) => provider.sign(provider.answer(asked).replace('cm:bearer', 'cm:holder-of-key')),
      reason: 'SIGN_ON_UNREADABLE',
    },
    declined: { make: signed({ status: 'Responder' }), reason: 'SIGN_ON_DECLINED' },
    'a version of before': {
      make: (asked) => provider.sign(provider.answer(asked).replaceAll('Version="2.0"', 'Version="1.1"')),
      reason: 'SIGN_ON_UNREADABLE',
    },
  })
  // A key that is no longer valid signs nothing either.
  const old = await setUp(clinic, new TestProvider(clinic, { entityId: 'https://old.test', days: [-10, 0.001] }), { domains: ['old.test'] })
  clinic.clock.pass(300)
  const { asked } = await begin(clinic, 'x@old.test')
  expect(await reasonOf(clinic, (await deliver(clinic, old.form(asked))).requestId)).toBe('SIGN_ON_UNSIGNED')
})

test('[V7.6.2] what nobody asked for opens nothing, nor does an answer in another browser than the one that began or the one that brought it', async () => {
  const setting = await opened()
  const { clinic, provider } = setting
  const { asked, cookie } = await begin(clinic)
  const other = await begin(clinic)
  const unasked: Record<string, Record<string, string> & { url: string }> = {
    'no state': { url: asked.answerUrl, SAMLResponse: provider.form(asked).SAMLResponse },
    'a state of nobody': { ...provider.form(asked), RelayState: 'x'.repeat(43) },
    'the state of another request': { ...provider.form(asked), RelayState: other.asked.state },
    'from the provider’s own page, for no request': {
      ...formOf(asked, provider.sign(provider.answer(asked).replaceAll(/ InResponseTo="[^"]*"/g, ''))),
    },
  }
  for (const [name, form] of Object.entries(unasked)) {
    const { ticket, requestId } = await deliver(clinic, form)
    expect([ticket, await reasonOf(clinic, requestId)], name).toEqual(['', 'SIGN_ON_UNASKED'])
  }
  const { ticket } = await deliver(clinic, provider.form(asked))
  // Whoever began and lured somebody else to bring the answer has no ticket; who brought it never began.
  for (const refused of [
    await finish(clinic, cookie, 'guessed'),
    await finish(clinic, other.cookie, ticket),
    await finish(clinic, '', ticket),
  ])
    expect(refused).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
  const foreign = await finish(clinic, cookie, ticket, { origin: 'https://idp.harbour.test', 'sec-fetch-site': 'cross-site' })
  expect(foreign).toMatchObject({ status: 403, body: { code: 'ORIGIN_REFUSED' } })
  expect((await finish(clinic, cookie, ticket)).status).toBe(200)
  // Ten minutes for a request, two for what came of it.
  const late = await begin(clinic)
  const waited = await deliver(clinic, provider.form(late.asked))
  clinic.clock.pass(121)
  expect((await finish(clinic, late.cookie, waited.ticket)).status).toBe(401)
  const later = await begin(clinic)
  clinic.clock.pass(601)
  expect(await reasonOf(clinic, (await deliver(clinic, provider.form(later.asked))).requestId)).toBe('SIGN_ON_UNASKED')
})

test('[V6.8.3] an assertion is used once: sent again at once, to two servers at the same time, and after a restart it opens nothing more', async () => {
  const { clinic, provider } = await opened()
  const { asked, cookie } = await begin(clinic)
  const form = provider.form(asked)
  const servers = [clinic, { url: await clinic.another() }]
  const sent = await Promise.all([0, 1, 2, 3, 4, 5].map((place) => deliver(servers[place % 2] ?? clinic, form)))
  const taken = sent.filter(({ ticket }) => ticket !== '')
  expect(taken).toHaveLength(1)
  for (const { ticket, requestId } of sent) if (ticket === '') expect(await reasonOf(clinic, requestId)).toBe('SIGN_ON_REPLAYED')
  const fetched = await Promise.all([0, 1, 2, 3].map((place) => finish(servers[place % 2] ?? clinic, cookie, taken[0]?.ticket ?? '')))
  expect(fetched.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401])
  expect(await clinic.sql('select id from sessions where sign_on_link is not null')).toHaveLength(1)

  // A server that was just started knows it too; and should the request itself be forgotten, the assertion is not.
  const restarted = { url: await clinic.another() }
  expect(await reasonOf(clinic, (await deliver(restarted, form)).requestId)).toBe('SIGN_ON_REPLAYED')
  await clinic.sql('update sign_on_flows set answer_id = null')
  expect(await reasonOf(clinic, (await deliver(restarted, form)).requestId)).toBe('SIGN_ON_REPLAYED')
  const [kept] = await clinic.sql('select expires_at from sign_on_messages where expires_at > $1', [clinic.clock.now()])
  expect(kept).toBeDefined()
  expect(await clinic.sql('select id from sessions where sign_on_link is not null')).toHaveLength(1)
})

test('[V6.8.2][F18] a document type, entities within and without, and what is too large or too deep are refused before anything is parsed, with no call outside and little memory', async () => {
  const setting = await opened()
  const { clinic, provider } = setting
  let calls = 0
  const outside = createServer((_request, response) => {
    calls += 1
    response.end('idan-1')
  })
  await new Promise<void>((listening) => outside.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void outside.close())
  const address = outside.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const lol = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const withType = (inner: string, name: string) => (asked: Asked) =>
    `<!DOCTYPE r ${inner}>${provider.sign(provider.answer(asked)).replace('ana-1', name)}`
  const before = process.memoryUsage().rss
  await allRefused(setting, {
    'an entity of a file': { make: withType('[<!ENTITY x SYSTEM "file:///etc/passwd">]', '&x;'), reason: 'SIGN_ON_UNREADABLE' },
    'an entity of another host': {
      make: withType(`[<!ENTITY x SYSTEM "http://127.0.0.1:${port}/">]`, '&x;'),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'a parameter entity': {
      make: withType(`[<!ENTITY % x SYSTEM "http://127.0.0.1:${port}/"> %x;]`, 'ana-1'),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'a type of another host': { make: withType(`SYSTEM "http://127.0.0.1:${port}/r.dtd"`, 'ana-1'), reason: 'SIGN_ON_UNREADABLE' },
    'a billion laughs': { make: withType(`[<!ENTITY l0 "lol">${lol}]`, '&l20;'), reason: 'SIGN_ON_UNREADABLE' },
    'an entity that was never named': {
      make: (asked) => provider.sign(provider.answer(asked)).replace('ana-1', '&x;'),
      reason: 'SIGN_ON_UNREADABLE',
    },
    'a style sheet': {
      make: (asked) => `<?xml-stylesheet href="http://127.0.0.1:${port}/"?>${provider.sign(provider.answer(asked))}`,
      reason: 'SIGN_ON_UNREADABLE',
    },
    'another encoding': {
      make: (asked) => `<?xml version="1.0" encoding="UTF-7"?>${provider.sign(provider.answer(asked))}`,
      reason: 'SIGN_ON_UNREADABLE',
    },
    'too deep': { make: () => `${'<a>'.repeat(900)}${'</a>'.repeat(900)}`, reason: 'SIGN_ON_UNREADABLE' },
    'too many elements': { make: () => `<a>${'<b/>'.repeat(20_000)}</a>`, reason: 'SIGN_ON_UNREADABLE' },
    'too large': { make: () => `<a>${'x'.repeat(97 * 1024)}</a>`, reason: 'SIGN_ON_UNREADABLE' },
    'a control character': {
      make: (asked) => provider.sign(provider.answer(asked)).replace('ana-1', 'ana-1&#0;'),
      reason: 'SIGN_ON_UNREADABLE',
    },
  })
  expect(calls).toBe(0)
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024)
  const { asked } = await begin(clinic)
  const raw = { url: asked.answerUrl, RelayState: asked.state }
  for (const SAMLResponse of ['%%%', Buffer.from([0xff, 0xfe, 0x3c]).toString('base64')])
    expect(await reasonOf(clinic, (await deliver(clinic, { ...raw, SAMLResponse })).requestId)).toBe('SIGN_ON_UNREADABLE')
  // Only a form is taken there, and a form nowhere else.
  const path = new URL(asked.answerUrl).pathname
  expect((await send(clinic, 'POST', path, { body: provider.form(asked) })).status).toBe(415)
  const huge = await deliver(clinic, { ...raw, SAMLResponse: 'A'.repeat(200 * 1024) })
  expect(huge.status).toBe(413)
})

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.skipIf(!isThere('xmlsec1'))('[V6.8.2 part] what xmlsec1 signs is taken, and what it finds wrongly signed is refused', async () => {
  const { clinic, provider } = await opened()
  const folder = mkdtempSync(join(tmpdir(), 'wardkeep-xmlsec-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const key = file('key.pem', String(provider.key.export({ type: 'pkcs8', format: 'pem' })))
  const certificate = file('certificate.pem', provider.certificate)
  const byId = ['--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion']
  const { asked, cookie } = await begin(clinic)
  const template = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#_x"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>`
  const plain = provider.answer(asked, { id: '_x', name: 'ana-1' })
  const prepared = plain.replace(/(<saml:Assertion [\s\S]*?<\/saml:Issuer>)/, `$1${template}`)
  const signed = execFileSync('xmlsec1', [
    '--sign',
    '--privkey-pem',
    `${key},${certificate}`,
    ...byId,
    file('plain.xml', prepared),
  ]).toString()
  const verifies = (xml: string) => {
    try {
      execFileSync('xmlsec1', ['--verify', '--pubkey-cert-pem', certificate, ...byId, file('given.xml', xml)], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  const forged = signed.replace('ana-1', 'idan-1')
  expect([verifies(signed), verifies(forged), verifies(provider.sign(plain))]).toEqual([true, false, true])
  expect(await reasonOf(clinic, (await deliver(clinic, formOf(asked, forged))).requestId)).toBe('SIGN_ON_UNSIGNED')
  const { ticket } = await deliver(clinic, formOf(asked, signed))
  expect((await finish(clinic, cookie, ticket)).body.user).toMatchObject({ id: clinic.who(drAna).userId })
})

test('[A86 part] however a signed answer is cut, doubled, moved about or changed, nobody is let in as somebody else', async () => {
  const { clinic, provider } = await opened()
  const { asked } = await begin(clinic)
  const xml = provider.sign(provider.sign(provider.answer(asked, { id: '_a' })), { element: 'Response' })
  const pieces = xml.match(/<[^>]*>|[^<]+/g) ?? []
  const place = fc.nat({ max: pieces.length - 1 })
  const change = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), from: place, length: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ kind: fc.constant('double' as const), from: place, length: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('move' as const), from: place, length: fc.integer({ min: 1, max: 40 }), to: place }),
    fc.record({ kind: fc.constant('name' as const), from: place, length: fc.constant(0) }),
    fc.record({ kind: fc.constant('flip' as const), from: fc.nat({ max: xml.length - 1 }), length: fc.constant(0) }),
  )
  const awaited = {
    entityId: provider.entityId,
    certificates: [provider.certificate],
    us: asked.issuer,
    at: asked.answerUrl,
    now: clinic.clock.now(),
  }
  const read = (text: string) => {
    try {
      return readResponse(base64(text), { ...awaited, asked: (id) => id === asked.id, proofSeconds: 3600 }).name.value
    } catch {
      return undefined
    }
  }
  expect(read(xml)).toBe('ana-1')
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let now = [...pieces]
      for (const each of changes) {
        const some = now.slice(each.from, each.from + each.length)
        if (each.kind === 'cut') now.splice(each.from, each.length)
        if (each.kind === 'double') now.splice(each.from, 0, ...some.map((piece) => piece.replace('ana-1', 'idan-1')))
        if (each.kind === 'move') {
          now.splice(each.from, each.length)
          now.splice(each.to, 0, ...some)
        }
        if (each.kind === 'name') now = now.map((piece) => piece.replace('ana-1', 'idan-1'))
        if (each.kind === 'flip') now = [now.join('').slice(0, each.from), '?', now.join('').slice(each.from + 1)]
      }
      expect([undefined, 'ana-1']).toContain(read(now.join('')))
    }),
    { numRuns: 300 },
  )
  // The library itself is asked for what it verified, and for nothing else: another’s key verifies nothing.
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement
  expect(signedText(xml, root, [new TestProvider(clinic).certificate])).toBeUndefined()
})
