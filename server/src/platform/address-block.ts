/**
 * What one household, ward or attacker has of the Internet: an IPv4 address, or the /64 of an IPv6 address (RFC 6177), of which a single host has
 * all. An IPv4 address written as IPv6 (RFC 4291, 2.5.5.2) is the IPv4 address.
 */
export function addressBlock(address: string): string {
  const [bare = ''] = address.toLowerCase().split('%')
  if (!bare.includes(':')) return bare
  const groups = groupsOf(bare)
  const [, mapped] = /^0:0:0:0:0:ffff:([0-9a-f]+:[0-9a-f]+)$/.exec(groups.join(':')) ?? []
  if (mapped !== undefined) return dotted(mapped)
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = withoutDots(address).split('::')
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const given = [...(first ?? []), ...(last ?? [])]
  const zeros = Array<string>(Math.max(0, 8 - given.length)).fill('0')
  return [...(first ?? []), ...zeros, ...(last ?? [])].map((group) => group.replace(/^0+(?=.)/, ''))
}

function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
}

function dotted(groups: string): string {
  return groups
    .split(':')
    .map((group) => Number.parseInt(group, 16))
    .flatMap((number) => [number >> 8, number & 255])
    .join('.')
}
