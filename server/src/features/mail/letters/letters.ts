import type { MailTemplate } from '@wardkeep/contract/mailbox.ts'

/** A letter's words: paragraphs before the link, what the link does, paragraphs after it. */
export type LetterWords = { subject: string; before: readonly string[]; action: string; after: readonly string[] }

/** All letters of one language. */
export type Letters = Readonly<Record<MailTemplate, LetterWords>> & { direction: 'ltr' | 'rtl'; footer: string }
