import { refuse } from '../../platform/refusal.ts'

export type LinkKind = 'reset' | 'verification'
export type LinkState = { kind: string; expires_at: Date; used_at: Date | null; replaced_at: Date | null }

/** Milliseconds for which a mailed link stands. */
export const linkMs = 10 * 60_000
/** How many links of a kind are mailed to one account in an hour; more are asked for in vain, and nobody is told. */
export const linksAnHour = 5

/**
 * Whoever holds a link may know why it leads nowhere: refuses LINK_USED, LINK_REPLACED and LINK_EXPIRED, in this order, and LINK_UNKNOWN for
 * none of ours, and for one that was mailed for something else.
 */
export function mustLead<L extends LinkState>(link: L | undefined, kind: LinkKind, now: Date): L {
  if (link === undefined || link.kind !== kind) return refuse('LINK_UNKNOWN')
  if (link.used_at !== null) return refuse('LINK_USED')
  if (link.replaced_at !== null) return refuse('LINK_REPLACED')
  return now < link.expires_at ? link : refuse('LINK_EXPIRED')
}
