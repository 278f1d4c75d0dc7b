import { refuse } from '../../platform/refusal.ts'
import { type Reach, stateOf } from './reach.ts'

/** From when until when an assignment holds. Access is never made backdated: what was seen before would look allowed. */
export function spanOf(asked: { from?: Date; until?: Date }, now: Date): { from: Date; until: Date | undefined } {
  const from = asked.from ?? now
  if (from < now) refuse('BAD_REQUEST', { errors: [{ field: 'from', reason: 'must not lie in the past' }] })
  if (asked.until !== undefined && asked.until <= from)
    refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: 'must be after its beginning' }] })
  return { from, until: asked.until }
}

export function mustNotHaveEnded(reach: Reach, now: Date): void {
  if (stateOf(reach, now) === 'ended') refuse('ASSIGNMENT_ENDED')
}

/** What may be done next with a place: only those in a care team are ended by hand, the others end with their cause. */
export function canDo(reach: Reach, mayManage: boolean, now: Date): string[] {
  return mayManage && reach.source === 'care-team' && stateOf(reach, now) !== 'ended' ? ['end'] : []
}
