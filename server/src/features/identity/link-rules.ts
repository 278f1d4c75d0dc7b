import { refuse } from '../../platform/refusal.ts'

/** `first-password` is the link of a new organisation's first administrator; the last three lead to a subject that is not an account. */
export type LinkKind = 'reset' | 'verification' | 'first-password' | SubjectKind
export type SubjectKind = 'invitation' | 'email-change' | 'email-undo'
/** Links that anybody may ask for. */
export type AskedKind = 'reset' | 'verification'
export type LinkState = { kind: LinkKind; expires_at: Date; used_at: Date | null; replaced_at: Date | null; stands_until: Date }

/** Milliseconds for which a mailed secret opens anything, whatever it stands for. [V6.4.1][V6.5.5] */
export const secretMs = 10 * 60_000
/** Milliseconds for which what a link stands for stands itself: until then whoever has its last secret may have a fresh one mailed. */
export const rightMs: Readonly<Record<LinkKind, number>> = {
  reset: secretMs,
  verification: secretMs,
  'email-change': secretMs,
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

export type LinkTimes = { expiresAt: Date; standsUntil: Date }

/** Of a link made now; a fresh one stands no longer than the one whose place it takes. */
export function timesOf(kind: LinkKind, now: Date, standsUntil = new Date(now.getTime() + rightMs[kind])): LinkTimes {
  return { expiresAt: new Date(Math.min(now.getTime() + secretMs, standsUntil.getTime())), standsUntil }
}

/** Whether a fresh link may take the place of this one: what was used, replaced or withdrawn asks for nothing. */
export function mayBeFresh({ kind, used_at, replaced_at, stands_until }: LinkState, now: Date): boolean {
  return rightMs[kind] > secretMs && used_at === null && replaced_at === null && now < stands_until
}

/** What a link carries behind its #: where it can be made fresh, the second until which it opens, so that its page can say so at once. */
export function behindLink(token: string, kind: LinkKind, { expiresAt }: LinkTimes, policy: string | undefined): URLSearchParams {
  const until = String(Math.floor(expiresAt.getTime() / 1000))
  return new URLSearchParams({ token, ...(policy !== undefined && { policy }), ...(rightMs[kind] > secretMs && { until }) })
}
