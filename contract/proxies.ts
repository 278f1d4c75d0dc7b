import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Can, Exactly, Id, Instant, idParams, Page, PersonName, ProtectedLine, pageQuery } from './shapes.ts'

export const proxyCapacities = ['guardian', 'carer'] as const
/** Reading comes with every link; `book` is seeing, booking and cancelling visits. */
export const proxyScopes = ['read', 'book'] as const
/** Years for which a link may be made at most, where it has an end at all. */
export const proxyYears = 5

const link = {
  id: Id,
  capacity: Type.Enum(proxyCapacities),
  scopes: Type.Array(Type.Enum(proxyScopes)),
  from: Instant,
  /** Without it, until somebody ends it. */
  until: Type.Optional(Instant),
  state: Type.Enum(['coming', 'live', 'ended']),
  can: Can,
}
/** Somebody who acts for a patient. */
export const ProxyOf = Type.Object({ ...link, proxy: PersonName })
/** Somebody for whom the caller acts. */
export const Proxied = Type.Object({ ...link, patient: PersonName })

export const listProxies = endpoint({
  method: 'GET',
  path: '/patients/:id/proxies',
  status: 200,
  summary: 'Who acts for a patient now or will, as what, and until when',
  access: 'proxy.read',
  assurance: signedIn,
  audit: 'proxy.listed',
  params: idParams,
  query: Exactly(pageQuery),
  reply: Page(ProxyOf),
  refusals: ['NOT_FOUND'],
})

export const linkProxy = endpoint({
  method: 'POST',
  path: '/patients/:id/proxies',
  status: 201,
  summary: 'Let the holder of a patient account act for another patient, after identification; for a minor it ends at the configured age',
  access: 'proxy.link',
  // It gives the chart away.
  assurance: freshlyProvenInFull,
  audit: 'proxy.linked',
  params: idParams,
  body: Exactly({
    /** The e-mail address of the account that is to act. */
    email: ProtectedLine(254, 3),
    capacity: Type.Enum(proxyCapacities),
    scopes: Type.Array(Type.Enum(proxyScopes), { minItems: 1, maxItems: 2, uniqueItems: true }),
    until: Type.Optional(Instant),
  }),
  reply: ProxyOf,
  refusals: ['NOT_FOUND', 'PROXY_UNKNOWN', 'ALREADY_PROXY'],
})

export const endProxy = endpoint({
  method: 'POST',
  path: '/patients/:id/proxies/:relationId/ending',
  status: 201,
  summary: 'End that somebody acts for a patient; from this answer on nothing of the patient is open to them',
  access: 'proxy.end',
  assurance: signedIn,
  audit: 'proxy.ended',
  params: Exactly({ id: Id, relationId: Id }),
  body: Exactly({}),
  reply: Type.Object(link),
  refusals: ['NOT_FOUND', 'PROXY_ENDED', 'NOT_OF_AGE'],
})

export const listProxied = endpoint({
  method: 'GET',
  path: '/proxied',
  status: 200,
  summary: 'For whom the caller acts now',
  access: 'proxy.own',
  assurance: signedIn,
  audit: 'proxy.own-listed',
  reply: Type.Object({ items: Type.Array(Proxied) }),
  refusals: [],
})
