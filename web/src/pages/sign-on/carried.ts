import { useEffect, useState } from 'react'

/** What the way back from a provider carries behind its #: a ticket that opens something once, or that it was refused. Taken out of the address at once. */
export function useCarried(): string {
  const [carried] = useState(() => location.hash.replace(/^#/, ''))
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [])
  return carried
}
