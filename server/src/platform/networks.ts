// Networks as people write them, and whether an address is in one.
import { BlockList, isIP } from 'node:net'
import { LRUCache } from 'lru-cache'

/** Whether an IPv4 or IPv6 address is in one of these networks; no network is everywhere. An IPv4 address written as an IPv6 one is the IPv4 address. */
export function isInside(networks: readonly string[], address: string): boolean {
  if (networks.length === 0) return true
  const family = familyOf(address)
  return family !== undefined && listOf(networks).check(address, family)
}

/** A network in CIDR form, as `203.0.113.0/24` or `2001:db8::/32`, or one address; undefined for what is none. */
export function networkIn(text: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', digits, more] = text.split('/')
  const family = familyOf(address)
  if (family === undefined || more !== undefined) return undefined
  const longest = family === 'ipv4' ? 32 : 128
  const prefix = digits === undefined ? longest : /^\d{1,3}$/.test(digits) ? Number(digits) : longest + 1
  return prefix <= longest ? { address, prefix, family } : undefined
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  return ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)]
}

const lists = new LRUCache<string, BlockList>({ max: 1000 })

function listOf(networks: readonly string[]): BlockList {
  const known = lists.get(networks.join())
  if (known !== undefined) return known
  const list = new BlockList()
  for (const text of networks) {
    const network = networkIn(text)
    if (network) list.addSubnet(network.address, network.prefix, network.family)
  }
  lists.set(networks.join(), list)
  return list
}
