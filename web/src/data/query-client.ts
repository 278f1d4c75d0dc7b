import { QueryClient } from '@tanstack/react-query'
import type { Problem } from '@wardkeep/client'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem
  }
}

/**
 * Every read of a chart is an event in the patient's own list of who looked, so nothing is read again merely because a window got the focus
 * or a call failed; it is read when a page opens, when an act changed it, and when the clinic answers again.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** To be called when the clinic answers again: what failed in the meantime and is still on the screen is read again. */
export function readFailedAgain(): void {
  void queryClient.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' })
}
