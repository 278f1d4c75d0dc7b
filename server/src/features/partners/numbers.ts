import type { Keep } from '../../security/keep.ts'

/** What is kept of a member's number: a keyed digest, alike for numbers that differ only in blanks and hyphens. */
export function numberIndexOf(keep: Keep, tenantId: string, number: string): Promise<Buffer> {
  return keep.vault.blindIndex({ tenantId }, 'member-number', number.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, ''))
}
