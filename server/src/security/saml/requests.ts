// What we say to a provider. None of it is signed: a request asks for nothing that its answer is not held to, and our metadata says so.
import { deflateRawSync } from 'node:zlib'
import { assertion, protocol } from './message.ts'

/** Where a provider finds us, and by which name. */
export type Ours = { entityId: string; answerUrl: string; logoutUrl: string; metadataUrl: string }

/** Each provider knows us by a name and addresses of its own, so what one signs is of no use at another's. */
export function oursFor(publicUrl: string, { tenantId, id }: { tenantId: string; id: string }): Ours {
  const base = `${publicUrl}/api/auth/sign-on/${tenantId}/${id}`
  return { entityId: `${base}/metadata`, answerUrl: `${base}/answer`, logoutUrl: `${base}/logout`, metadataUrl: `${base}/metadata` }
}

/** The address that asks a provider by the HTTP-Redirect binding (bindings, 3.4). */
export function authnRequestUrl(to: string, ours: Ours, asked: { id: string; state: string; anew: boolean; now: Date }): string {
  const request = `<samlp:AuthnRequest xmlns:samlp="${protocol}" xmlns:saml="${assertion}" ID="${asked.id}" Version="2.0" IssueInstant="${asked.now.toISOString()}" Destination="${escaped(to)}" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" AssertionConsumerServiceURL="${escaped(ours.answerUrl)}"${asked.anew ? ' ForceAuthn="true"' : ''}><saml:Issuer>${escaped(ours.entityId)}</saml:Issuer><samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>`
  return redirected(to, 'SAMLRequest', request, asked.state)
}

/** The address that tells a provider that somebody is signed out here. */
export function logoutResponseUrl(to: string, ours: Ours, told: { id: string; to: string; state: string | undefined; now: Date }): string {
  const response = `<samlp:LogoutResponse xmlns:samlp="${protocol}" xmlns:saml="${assertion}" ID="${told.id}" Version="2.0" IssueInstant="${told.now.toISOString()}" Destination="${escaped(to)}" InResponseTo="${escaped(told.to)}"><saml:Issuer>${escaped(ours.entityId)}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:LogoutResponse>`
  return redirected(to, 'SAMLResponse', response, told.state)
}

/** SAML metadata (metadata, 2.4.4): assertions signed, by HTTP-POST. */
export function metadataOf({ entityId, answerUrl, logoutUrl }: Ours): string {
  const post = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escaped(entityId)}">
  <md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="${protocol}">
    <md:SingleLogoutService Binding="${post}" Location="${escaped(logoutUrl)}"/>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
    <md:AssertionConsumerService Binding="${post}" Location="${escaped(answerUrl)}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
`
}

function redirected(to: string, field: string, xml: string, state: string | undefined): string {
  const url = new URL(to)
  url.searchParams.set(field, deflateRawSync(Buffer.from(xml)).toString('base64'))
  if (state !== undefined) url.searchParams.set('RelayState', state)
  return url.toString()
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
