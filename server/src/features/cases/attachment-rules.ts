import { refuse } from '../../platform/refusal.ts'

/** There is a place for files in what is asked and in a thread; until an installation keeps files, nothing is taken that would be lost. */
export function mustCarryNoFiles(attachments: readonly string[] | undefined): void {
  if (attachments === undefined || attachments.length === 0) return
  refuse('BAD_REQUEST', { errors: [{ field: 'attachments', reason: 'cannot be taken: this installation keeps no files yet' }] })
}
