// An identity provider of the tests: it answers what a browser brings it, signed by its own key, and lies wherever a test asks it to.
import { createHash, createPublicKey, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { SignedXml } from 'xml-crypto'
import type { Clinic } from '../../../tests/clinic.ts'
import { max, type Person } from '../../../tests/people.ts'
import { type Answer, browse, post, send } from './identity.fixture.ts'

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion'
const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'
export const twoFactors = 'https://refeds.org/profile/mfa'
export const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'

/** What an answer says; times in seconds from now. */
export type Facts = {
  id: string
  name: string
  format: string
  issuer: string
  outerIssuer: string
  audience: string
  recipient: string
  destination: string
  inResponseTo: string
  outerInResponseTo: string
  context: string
  sessionIndex: string
  mail: string
  status: string
  issued: number
  from: number
  until: number
  confirmedUntil: number
  proven: number
  sessionUntil: number | undefined
  now: Date
}

/** What a browser was sent to the provider with. */
export type Asked = { id: string; state: string; issuer: string; answerUrl: string; anew: boolean }

export type Form = { url: string; SAMLResponse: string; RelayState: string }

/** Whose clock it goes by. */
type Timed = { clock: { now(): Date } }

export class TestProvider {
  readonly entityId: string
  readonly key: KeyObject
  readonly certificate: string
  readonly #clinic: Timed
  id = ''

  constructor(
    clinic: Timed,
    { entityId = 'https://idp.harbour.test', bits = 2048, days = [-1, 365] }: { entityId?: string; bits?: number; days?: number[] } = {},
  ) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits })
    this.#clinic = clinic
    this.entityId = entityId
    this.key = privateKey
    this.certificate = selfSigned(privateKey, days[0] ?? -1, days[1] ?? 365)
  }

  settings(more: Partial<ReturnType<TestProvider['plain']>> & { logoutUrl?: string } = {}) {
    return { ...this.plain(), ...more }
  }

  plain() {
    return {
      name: 'Harbour staff',
      entityId: this.entityId,
      signOnUrl: `${this.entityId}/sso`,
      certificates: [this.certificate],
      domains: ['harbour.test'],
      secondFactorContexts: [twoFactors],
      proofSeconds: 3600,
    }
  }

  /** The XML of an answer, not signed. */
  answer(asked: Asked, more: Partial<Facts> = {}): string {
    const f: Facts = {
      id: `_${randomBytes(16).toString('hex')}`,
      name: 'ana-1',
      format: persistent,
      issuer: this.entityId,
      outerIssuer: this.entityId,
      audience: asked.issuer,
      recipient: asked.answerUrl,
      destination: asked.answerUrl,
      inResponseTo: asked.id,
      outerInResponseTo: more.inResponseTo ?? asked.id,
      context: password,
      sessionIndex: 's-1',
      mail: 'nobody@harbour.test',
      status: 'Success',
      issued: 0,
      from: -30,
      until: 300,
      confirmedUntil: 300,
      proven: 0,
      sessionUntil: undefined,
      now: this.#clinic.clock.now(),
      ...more,
    }
    const at = (seconds: number) => new Date(f.now.getTime() + seconds * 1000).toISOString()
    const until = f.sessionUntil === undefined ? '' : ` SessionNotOnOrAfter="${at(f.sessionUntil)}"`
    return `<samlp:Response xmlns:samlp="${protocol}" xmlns:saml="${assertion}" ID="_r${f.id}" Version="2.0" IssueInstant="${at(f.issued)}" Destination="${f.destination}" InResponseTo="${f.outerInResponseTo}"><saml:Issuer>${f.outerIssuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${f.status}"/></samlp:Status><saml:Assertion xmlns:saml="${assertion}" ID="${f.id}" Version="2.0" IssueInstant="${at(f.issued)}"><saml:Issuer>${f.issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${f.format}">${f.name}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData Recipient="${f.recipient}" NotOnOrAfter="${at(f.confirmedUntil)}" InResponseTo="${f.inResponseTo}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(f.from)}" NotOnOrAfter="${at(f.until)}"><saml:AudienceRestriction><saml:Audience>${f.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(f.proven)}" SessionIndex="${f.sessionIndex}"${until}><saml:AuthnContext><saml:AuthnContextClassRef>${f.context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue>${f.mail}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>`
  }

  /** The signed answer to what a browser brings. */
  form(asked: Asked, more: Partial<Facts> = {}): Form {
    return formOf(asked, this.sign(this.answer(asked, more)))
  }

  /** Signs an element by its local name, with its own key or another. */
  sign(
    xml: string,
    {
      element = 'Assertion',
      key = this.key,
      method = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      digest = 'http://www.w3.org/2001/04/xmlenc#sha256',
    } = {},
  ): string {
    const signed = new SignedXml({
      privateKey: key,
      publicCert: this.certificate,
      canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
    })
    signed.signatureAlgorithm = method
    signed.addReference({
      xpath: `//*[local-name(.)='${element}']`,
      digestAlgorithm: digest,
      transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
    })
    const reference = `//*[local-name(.)='${element}']/*[local-name(.)='Issuer']`
    signed.computeSignature(xml, { prefix: 'ds', location: { reference, action: 'after' } })
    return signed.getSignedXml()
  }

  /** A signed LogoutRequest, as the fields of its form. */
  logout(
    at: { url: string },
    {
      name = 'ana-1',
      indexes = ['s-1'],
      key = this.key,
      issued = 0,
      id = `_${randomBytes(16).toString('hex')}`,
    }: { name?: string; indexes?: string[]; key?: KeyObject; issued?: number; id?: string } = {},
  ): { url: string; SAMLRequest: string; RelayState: string } {
    const issuedAt = new Date(this.#clinic.clock.now().getTime() + issued * 1000).toISOString()
    const xml = `<samlp:LogoutRequest xmlns:samlp="${protocol}" xmlns:saml="${assertion}" ID="${id}" Version="2.0" IssueInstant="${issuedAt}" Destination="${at.url}"><saml:Issuer>${this.entityId}</saml:Issuer><saml:NameID Format="${persistent}">${name}</saml:NameID>${indexes.map((index) => `<samlp:SessionIndex>${index}</samlp:SessionIndex>`).join('')}</samlp:LogoutRequest>`
    return { url: at.url, SAMLRequest: base64(this.sign(xml, { element: 'LogoutRequest', key })), RelayState: 'theirs' }
  }
}

export function formOf(asked: Asked, xml: string): Form {
  return { url: asked.answerUrl, SAMLResponse: base64(xml), RelayState: asked.state }
}

export function base64(xml: string): string {
  return Buffer.from(xml).toString('base64')
}

/** What stands in the address that a browser is sent to. */
export function askedIn(location: string): Asked {
  const { searchParams } = new URL(location)
  const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(xml)?.[1] ?? ''
  return {
    id: attribute('ID'),
    state: searchParams.get('RelayState') ?? '',
    issuer: /<saml:Issuer>([^<]*)</.exec(xml)?.[1] ?? '',
    answerUrl: attribute('AssertionConsumerServiceURL'),
    anew: xml.includes('ForceAuthn="true"'),
  }
}

const ours = { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }

/** Sets a provider up as Max of Harbour. */
export async function setUp(
  clinic: Clinic,
  provider = new TestProvider(clinic),
  more: Parameters<TestProvider['settings']>[0] = {},
  by: Person = max,
): Promise<TestProvider> {
  provider.id = (await (await clinic.as(by)).addSignOnProvider({ body: provider.settings(more) })).id
  return provider
}

export type Begun = { asked: Asked; cookie: string }

/** A browser begins to sign in. */
export async function begin(
  clinic: Pick<Clinic, 'url'>,
  email = 'whoever@harbour.test',
  more: Record<string, unknown> = {},
): Promise<Begun> {
  return begun(await post(clinic, '/api/auth/sign-on', { email, ...more }, ours))
}

/** What a browser was told when it began. */
export function begun(answer: Answer): Begun {
  if (answer.status !== 200) throw new Error(`it was not begun: ${answer.status} ${String(answer.body.code)}`)
  return { asked: askedIn(String(answer.body.location)), cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

/** Posts a form as a page of the provider does: from another site, with no cookie of ours. Gives where the browser is led. */
export async function deliver(
  clinic: Pick<Clinic, 'url'>,
  form: { url: string } & Record<string, string>,
): Promise<{ status: number; location: string; ticket: string; requestId: string }> {
  const { url, ...fields } = form
  const response = await fetch(clinic.url + new URL(url).pathname, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://idp.harbour.test', 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams(fields).toString(),
  })
  await response.text()
  const location = response.headers.get('location') ?? ''
  const ticket = location.split('#')[1] ?? ''
  return {
    status: response.status,
    location,
    ticket: ticket === 'refused' ? '' : ticket,
    requestId: response.headers.get('x-request-id') ?? '',
  }
}

/** The browser that began comes for what was said. */
export function finish(clinic: Pick<Clinic, 'url'>, cookie: string, ticket: string, headers: Record<string, string> = {}): Promise<Answer> {
  return post(clinic, '/api/auth/sign-on/session', { ticket }, { ...ours, cookie, ...headers })
}

/** The whole way: begins, is answered, comes for it. */
export async function signOn(clinic: Clinic, provider: TestProvider, facts: Partial<Facts> = {}, email?: string): Promise<Answer> {
  const { asked, cookie } = await begin(clinic, email)
  const { ticket } = await deliver(clinic, provider.form(asked, facts))
  return finish(clinic, cookie, ticket)
}

const providers = new WeakMap<Clinic, Promise<TestProvider>>()

/** A session of somebody by a provider of their organisation; who was never connected is, as if no second factor had been asked of them then. */
export async function enterBySignOn(clinic: Clinic, person: Person, facts: Partial<Facts> = {}): Promise<Record<string, string>> {
  const { tenantId, userId } = clinic.who(person)
  const ask = (of: boolean) => clinic.sql('update organisations set staff_second_factor = $2 where tenant_id = $1', [tenantId, of])
  const [was] = await clinic.sql('select staff_second_factor as asked from organisations where tenant_id = $1', [tenantId])
  await ask(false)
  const made = providers.get(clinic) ?? setUp(clinic)
  providers.set(clinic, made)
  const provider = await made
  const [link] = await clinic.sql('select id from sign_on_links where user_id = $1', [userId])
  if (link === undefined) await connect(clinic, person, provider, person.key)
  await ask(was?.asked === true)
  return seated(await signOn(clinic, provider, { name: person.key, ...facts }))
}

/** The headers of a session that was opened by a cookie. */
export function seated(answer: Answer): Record<string, string> {
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': String(answer.body.csrfToken) }
}

/** Somebody of the cast connects their account, in a session of its own. */
export async function connect(
  clinic: Clinic,
  person: Person,
  provider: TestProvider,
  name: string,
  facts: Partial<Facts> = {},
): Promise<Answer> {
  const { cookie, csrf } = await browse(clinic, person)
  return connectIn(clinic, { cookie, 'x-csrf-token': csrf }, provider, { name, ...facts })
}

export async function connectIn(
  clinic: Clinic,
  session: Record<string, string>,
  provider: TestProvider,
  facts: Partial<Facts>,
): Promise<Answer> {
  const sent = await send(clinic, 'POST', `/api/auth/sign-on/providers/${provider.id}/connection`, { headers: { ...ours, ...session } })
  const { asked, cookie } = begun(sent)
  const { ticket } = await deliver(clinic, provider.form(asked, facts))
  const cookies = [session.cookie, cookie].filter((each) => each !== undefined).join('; ')
  return post(clinic, '/api/auth/sign-on/connection', { ticket }, { ...ours, ...session, cookie: cookies })
}

export async function me(clinic: Pick<Clinic, 'url'>, headers: Record<string, string>): Promise<Answer> {
  return send(clinic, 'GET', '/api/auth/me', { headers })
}

/** Why the journal says that an answer was refused; undefined where it was taken. */
export async function reasonOf(clinic: Clinic, requestId: string): Promise<unknown> {
  const [event] = await clinic.sql('select reason from audit_events where request_id = $1 and action::text in ($2, $3)', [
    requestId,
    'sign-on.answered',
    'sign-on.ended',
  ])
  return event?.reason ?? undefined
}

/** A certificate that a key signs for itself (X.509, DER by hand: nothing else in the house makes one). */
function selfSigned(key: KeyObject, fromDays: number, untilDays: number): string {
  const der = (tag: number, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts)
    const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255]
    return Buffer.concat([Buffer.from([tag, ...length]), body])
  }
  const day = (days: number) => Buffer.from(new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, ''))
  const algorithm = der(0x30, der(6, Buffer.from('2a864886f70d01010b', 'hex')), der(5))
  const name = der(0x30, der(0x31, der(0x30, der(6, Buffer.from('550403', 'hex')), der(12, Buffer.from('idp.test')))))
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const serial = createHash('sha256').update(spki).digest().subarray(0, 8)
  serial[0] = 1
  const tbs = der(
    0x30,
    der(0xa0, der(2, Buffer.from([2]))),
    der(2, serial),
    algorithm,
    name,
    der(0x30, der(0x18, day(fromDays)), der(0x18, day(untilDays))),
    name,
    spki,
  )
  const signature = createSign('sha256').update(tbs).sign(key)
  const whole = der(0x30, tbs, algorithm, der(3, Buffer.from([0]), signature))
  return `-----BEGIN CERTIFICATE-----\n${(whole.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----`
}
