import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { close, list } from './actions.ts'

export function reviewRoutes(door: Door, keep: Keep): void {
  serve(door, api.listReviews, (op, { query }) => list(keep, op, query))
  serve(door, api.closeReview, (op, input) => close(keep, op, input))
}
