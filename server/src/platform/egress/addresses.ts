// Where a call may end: a name in the Internet must never lead into the operator's own network.
import { BlockList, isIP } from 'node:net'

/**
 * `public`: a host of the Internet. `inside`: this host or the operator's own network. `never`: everything else, above all the addresses at
 * which clouds hand out credentials, link-local ones, and those that wrap another address. Source: IANA's special-purpose address registries
 * (RFC 6890) as of 2025.
 */
export function addressKind(address: string): 'public' | 'inside' | 'never' {
  const family = isIP(address)
  if (family === 0 || address.includes('%') || isMapped(address)) return 'never'
  const type = family === 4 ? 'ipv4' : 'ipv6'
  if (metadata.check(address, type)) return 'never'
  if (inside.check(address, type)) return 'inside'
  if (family === 6 && !unicast.check(address, type)) return 'never'
  return special.check(address, type) ? 'never' : 'public'
}

/** An IPv4 address written as IPv6 (RFC 4291, 2.5.5.2) is no answer of a resolver. */
function isMapped(address: string): boolean {
  return mapped.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6') && isIP(address) === 6
}

const mapped = listOf(['::ffff:0:0/96'])
const unicast = listOf(['2000::/3'])

/** Azure, Alibaba, and the private IPv6 ones of AWS and Google; the IPv4 one of most clouds is link-local. */
const metadata = listOf(['168.63.129.16/32', '100.100.100.200/32', 'fd00:ec2::254/128', 'fd20:ce::254/128'])

const inside = listOf(['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7'])

const special = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
])

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', length] = network.split('/')
    list.addSubnet(address, Number(length), isIP(address) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}
