import { refuse } from '../../platform/refusal.ts'

/** `first-password` is the link of a new organisation's first administrator; the last three lead to a subject that is not an account. */
export type LinkKind = 'reset' | 'verification' | 'first-password' | SubjectKind
export type SubjectKind = 'invitation' | 'email-change' | 'email-undo'
/** Links that anybody may ask for. */
export type AskedKind = 'reset' | 'verification'
export type LinkState = { kind: LinkKind; expires_at: Date; used_at: Date | null; replaced_at: Date | null }

/** Milliseconds for which a link stands. */
export const linkMs: Readonly<Record<LinkKind, number>> = {
  reset: 10 * 60_000,
  verification: 10 * 60_000,
  'email-change': 10 * 60_000,
  'first-password': 24 * 3_600_000,
  'email-undo': 3 * 86_400_000,
  invitation: 7 * 86_400_000,
}
/** How many links of a kind are mailed to one account in an hour; more are asked for in vain, and nobody is told. */
export const linksAnHour = 5

/**
 * Whoever holds a link may know why it leads nowhere: refuses LINK_USED, LINK_REPLACED and LINK_EXPIRED, in this order, and LINK_UNKNOWN for
 * none of ours, and for one that was mailed for something else.
 */
export function mustLead<L extends LinkState>(link: L | undefined, kinds: readonly LinkKind[], now: Date): L {
  if (link === undefined || !kinds.includes(link.kind)) return refuse('LINK_UNKNOWN')
  if (link.used_at !== null) return refuse('LINK_USED')
  if (link.replaced_at !== null) return refuse('LINK_REPLACED')
  return now < link.expires_at ? link : refuse('LINK_EXPIRED')
}
