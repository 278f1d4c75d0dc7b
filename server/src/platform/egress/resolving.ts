// A name is asked for once, its answers are judged, and the connection goes to what was judged: a name that changes in between gains nothing.
import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { addressKind } from './addresses.ts'
import { EgressFailure } from './failure.ts'

type Address = { address: string; family: number }

/** Every address that a name has at this moment. */
export type Resolve = (host: string) => Promise<Address[]>

/** The system's own resolver. */
export const systemResolve: Resolve = (host) =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true }, (cause, addresses) => (cause ? reject(cause) : resolve(addresses)))
  })

/** What a connection asks for its address. One bad address among several refuses them all. `mayBeInside`: whether the operator said so of this host. */
export function judgedLookup(resolve: Resolve, mayBeInside: boolean): LookupFunction {
  return (host, options, answer) => {
    void resolve(host).then(
      (addresses) => {
        const [first] = addresses
        if (!first || !addresses.every(({ address }) => mayBeReached(address, mayBeInside)))
          return answer(new EgressFailure('address'), '', 4)
        return options.all ? answer(null, addresses) : answer(null, first.address, first.family)
      },
      () => answer(new EgressFailure('unreachable'), '', 4),
    )
  }
}

/** Throws for an address written into the URL itself, for which no resolver is ever asked. */
export function mustBeReachable(hostname: string, mayBeInside: boolean): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && !mayBeReached(bare, mayBeInside)) throw new EgressFailure('address')
}

function mayBeReached(address: string, mayBeInside: boolean): boolean {
  const kind = addressKind(address)
  return kind === 'public' || (kind === 'inside' && mayBeInside)
}
