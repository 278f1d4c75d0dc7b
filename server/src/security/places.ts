// Where a session speaks from: its network and its browser, as keyed hashes that mean something for this one session alone, so that no row tells of a
// person's ways, and no two rows can be put together by them. [B21]
import { LRUCache } from 'lru-cache'
import { addressBlock } from '../platform/address-block.ts'
import type { Origin } from './operation.ts'
import type { OpaqueSecrets } from './vault/index.ts'

export type Whereabouts = { network: string; browser: string }

export class Places {
  readonly #secrets: OpaqueSecrets
  readonly #known = new LRUCache<string, Whereabouts>({ max: 20_000 })

  constructor(secrets: OpaqueSecrets) {
    this.#secrets = secrets
  }

  /** 64 hexadecimal digits each. */
  of(sessionId: string, { address, userAgent }: Pick<Origin, 'address' | 'userAgent'>): Whereabouts {
    const key = `${sessionId} ${address} ${userAgent}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const hash = (text: string) => this.#secrets.hash(`session-place:${sessionId}:${text}`).toString('hex')
    const made = { network: hash(`network:${networkOf(address)}`), browser: hash(`browser:${browserOf(userAgent)}`) }
    this.#known.set(key, made)
    return made
  }
}

/** The /24 of an IPv4 address, the /64 of an IPv6 address: what an access network gives one customer, or moves a customer within. */
export function networkOf(address: string): string {
  const block = addressBlock(address)
  return block.includes(':') ? block : `${block.split('.').slice(0, 3).join('.')}.0/24`
}

/** A user agent without its numbers, so that an update of the browser is no other browser. */
export function browserOf(userAgent: string): string {
  return userAgent.slice(0, 512).replace(/\d[\d._]*/g, '#')
}
