// What the organisation signs of a part of an export. Format: docs/formats/journal-export.md.
import type { Api, Input } from '@wardkeep/contract'
import { type Static, Type } from 'typebox'
import type { Link } from '../../platform/cursor.ts'
import { canonicalBytes, sha256 } from '../../security/vault/index.ts'

export const exportFormat = 'wardkeep-journal-part/1'

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Count = Type.Integer({ minimum: 0 })

export const PartStatement = Type.Object(
  {
    format: Type.Literal(exportFormat),
    tenantId: Type.String(),
    /** The account that asked for it. */
    by: Type.String(),
    /** Of the journal's own event about this part. */
    requestId: Type.String(),
    exportedAt: Type.String(),
    filters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Literal(true)])),
    /** The last event of the part before, and the SHA-256 of its signature. */
    after: Type.Union([Type.Null(), Type.String()]),
    previous: Type.Union([Type.Null(), Digest]),
    /** The last event of this part where more follow. */
    next: Type.Union([Type.Null(), Type.String()]),
    count: Count,
    bytes: Count,
    sha256: Digest,
  },
  { additionalProperties: false },
)
export type PartStatement = Static<typeof PartStatement>

/** What an export may be narrowed to. */
export type ExportFilters = Omit<Input<Api['exportEvents']>['query'], 'cursor'>

export type Part = {
  tenantId: string
  by: string
  requestId: string
  exportedAt: Date
  filters: ExportFilters
  follows: Link | undefined
  /** The last event where more follow. */
  last: string | undefined
  count: number
  text: string
}

/** Every member stands there, also where there is nothing to say; of the filters, those that were asked for. */
export function canonicalPart({ follows, last, text, ...part }: Part): Buffer {
  const bytes = Buffer.from(text)
  const statement: PartStatement = {
    format: exportFormat,
    tenantId: part.tenantId,
    by: part.by,
    requestId: part.requestId,
    exportedAt: part.exportedAt.toISOString(),
    filters: filtersOf(part.filters),
    after: follows?.id ?? null,
    previous: follows?.digest ?? null,
    next: last ?? null,
    count: part.count,
    bytes: bytes.length,
    sha256: sha256(bytes),
  }
  return canonicalBytes(statement)
}

/** Of an address only that one was asked for: whose it is, or what else somebody typed there, stays out of a file that proves and need not tell. */
function filtersOf(filters: ExportFilters): PartStatement['filters'] {
  const { address, ...given } = filters
  return { ...given, ...(address !== undefined && { address: true }) }
}
