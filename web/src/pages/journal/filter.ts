import type { Answer } from '@wardkeep/client'

/** What the journal is narrowed to. */
export type Filter = {
  action?: string
  outcome?: Answer<'listEvents'>['items'][number]['outcome']
  from?: string
  to?: string
  actor?: string
  patient?: string
  requestId?: string
}

/** Days of the viewer's calendar as instants; the last day counts whole. */
export function queryOf({ from, to, ...rest }: Filter) {
  return {
    ...rest,
    ...(from && { from: new Date(`${from}T00:00`).toISOString() }),
    ...(to && { to: new Date(new Date(`${to}T00:00`).getTime() + 86_400_000).toISOString() }),
  }
}
