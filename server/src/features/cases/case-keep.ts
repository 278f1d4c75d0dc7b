import type { AlertKeep } from '../alerts/index.ts'

/** What a case takes beyond the common keep: where the mail of an alert leads. */
export type CaseKeep = AlertKeep
