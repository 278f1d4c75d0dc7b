import type { ProxyOf as Said } from '@wardkeep/contract/proxies.ts'
import type { Static } from 'typebox'

/** One link: who acts for whom, as what, whether in matters of visits and of cases too, and its time. */
export type Link = {
  id: string
  patientId: string
  proxyUserId: string
  capacity: Static<typeof Said>['capacity']
  mayBook: boolean
  mayAsk: boolean
  from: Date
  until: Date | undefined
  endedAt: Date | undefined
}

type Scopes = Static<typeof Said>['scopes']

/** What it is for, as it is told. */
export function scopesOf({ mayBook, mayAsk }: Pick<Link, 'mayBook' | 'mayAsk'>): Scopes {
  return ['read', ...(mayBook ? (['book'] as const) : []), ...(mayAsk ? (['cases'] as const) : [])]
}

export function scopesIn(scopes: Readonly<Scopes>): Pick<Link, 'mayBook' | 'mayAsk'> {
  return { mayBook: scopes.includes('book'), mayAsk: scopes.includes('cases') }
}
