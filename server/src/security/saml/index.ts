/** SAML 2.0 as a service provider: what we ask of an identity provider, and what of its answers is believed. */
export { type Ended, readLogoutRequest } from './logout.ts'
export { type Held, lasts, type Named } from './message.ts'
export { authnRequestUrl, logoutResponseUrl, metadataOf, type Ours, oursFor } from './requests.ts'
export { type Awaited, readResponse, type Said } from './response.ts'
