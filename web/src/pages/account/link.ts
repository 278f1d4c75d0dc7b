import { useEffect, useState } from 'react'

type Carried = { token: string; policy: string }

/** What a mailed link carries behind its #, where no server sees it. Taken out of the address at once, so that no history and no bookmark keeps it. */
export function useMailedLink(): Carried {
  const [carried] = useState(() => carriedBy(location.hash))
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [])
  return carried
}

export function carriedBy(fragment: string): Carried {
  const behind = new URLSearchParams(fragment.replace(/^#/, ''))
  return { token: behind.get('token') ?? '', policy: behind.get('policy') ?? '' }
}
