// Security labels: HL7 v3 Confidentiality. What they ask of a reader stands on the server's page, and is told by `GET /access/policy`.
import { Type } from 'typebox'

/** Normal, restricted (may stigmatise), very restricted (would harm whom it is about if it were known). */
export const confidentialities = ['N', 'R', 'V'] as const
export type Confidentiality = (typeof confidentialities)[number]
export const Confidentiality = Type.Enum(confidentialities)

/** Those that withhold what they are on. */
export const withholding = ['R', 'V'] as const satisfies readonly Confidentiality[]
