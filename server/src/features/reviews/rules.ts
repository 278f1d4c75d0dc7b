import { refuse } from '../../platform/refusal.ts'

type Judged = { subject_user_id: string; closed_at: Date | null }

/** What is judged stays judged. */
export function mustBeOpen({ closed_at }: Pick<Judged, 'closed_at'>): void {
  if (closed_at !== null) refuse('REVIEW_CLOSED')
}

/** Nobody judges themselves. */
export function mustBeAnothers({ subject_user_id }: Pick<Judged, 'subject_user_id'>, by: string | undefined): void {
  if (subject_user_id === by) refuse('OWN_ACCOUNT')
}

export function isOverdue({ closed_at, due_at }: Pick<Judged, 'closed_at'> & { due_at: Date }, now: Date): boolean {
  return closed_at === null && due_at <= now
}

export function whatNext({ subject_user_id, closed_at }: Judged, reader: string | undefined): string[] {
  return closed_at === null && subject_user_id !== reader ? ['close'] : []
}
