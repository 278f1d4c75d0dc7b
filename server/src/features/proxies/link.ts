import type { ProxyOf as Said } from '@wardkeep/contract/proxies.ts'
import type { Static } from 'typebox'

/** One link: who acts for whom, as what, whether in matters of visits too, and its time. */
export type Link = {
  id: string
  patientId: string
  proxyUserId: string
  capacity: Static<typeof Said>['capacity']
  mayBook: boolean
  from: Date
  until: Date | undefined
  endedAt: Date | undefined
}
