import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { listMailbox } from './mailbox-actions.ts'

/** The demo's mailbox. In production there is no such route. */
export function mailRoutes(door: Door, keep: Keep, profile: 'demo' | 'production'): void {
  if (profile === 'demo') serve(door, api.listMailbox, (op, { query }) => listMailbox(keep, op, query))
}
