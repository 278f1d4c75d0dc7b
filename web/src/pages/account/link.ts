import { useEffect, useState } from 'react'

/** `renewable`: a fresh one can be asked for in its place; `over`: by this device's clock it opens nothing any more. */
type Carried = { token: string; policy: string; over: boolean; renewable: boolean }

/** What a mailed link carries behind its #, where no server sees it. Taken out of the address at once, so that no history and no bookmark keeps it. */
export function useMailedLink(): Carried {
  const [carried] = useState(() => carriedBy(location.hash, Date.now()))
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [])
  return carried
}

export function carriedBy(fragment: string, now: number): Carried {
  const behind = new URLSearchParams(fragment.replace(/^#/, ''))
  const until = behind.get('until')
  return {
    token: behind.get('token') ?? '',
    policy: behind.get('policy') ?? '',
    over: until !== null && Number(until) * 1000 <= now,
    renewable: until !== null,
  }
}
