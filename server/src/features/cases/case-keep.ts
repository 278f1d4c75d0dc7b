import type { AlertKeep } from '../alerts/index.ts'

/** What a case takes beyond the common keep: where its mails lead, and whether there are any. */
export type CaseKeep = AlertKeep & { readonly mails: boolean }
