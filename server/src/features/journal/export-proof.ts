// Whether a saved export is whole and as the organisation signed it: asked of two files and the organisation's public keys, without database or key store.
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { canonicalBytes, openPart, type PublicJwk, sha256 } from '../../security/vault/index.ts'
import { PartStatement } from './export-part.ts'

export const signaturesFormat = 'wardkeep-journal-signatures/1'

const Signatures = Type.Object(
  { format: Type.Literal(signaturesFormat), parts: Type.Array(Type.String(), { minItems: 1 }) },
  { additionalProperties: false },
)
const Certifiers = Type.Object({
  keys: Type.Array(Type.Object({ kty: Type.Literal('OKP'), crv: Type.Literal('Ed25519'), x: Type.String(), kid: Type.String() })),
})

/** `order`: a part follows another one than the part before it; `mixed`: it is of another export; `end`: parts are missing at the end; `text`: what stands in the file. */
export type ExportFault = 'signatures' | 'signers' | 'signature' | 'statement' | 'order' | 'mixed' | 'end' | 'text' | 'rest'

/** A saved export that proves nothing; `part` counts from 1. */
export class ExportRefused extends Error {
  readonly fault: ExportFault
  readonly part: number | undefined

  constructor(fault: ExportFault, part?: number) {
    super(`The export is refused: ${fault}`)
    this.name = 'ExportRefused'
    this.fault = fault
    this.part = part
  }
}

/** The texts of the two files, and what gives the next bytes of the saved CSV: fewer than asked for where it ends. */
export type SavedExport = { signatures: string; signers: string; next: (bytes: number) => Promise<Uint8Array> }

export type ProvenExport = Pick<PartStatement, 'tenantId' | 'by' | 'filters'> & {
  /** When the first and the last part were given. */
  from: string
  to: string
  parts: number
  events: number
}

/** What a saved export proves. Throws `ExportRefused` with its first fault. */
export async function proveExport({ signatures, signers, next }: SavedExport): Promise<ProvenExport> {
  const { parts } = readJson(signatures, Signatures) ?? refuseExport('signatures')
  const { keys } = readJson(signers, Certifiers) ?? refuseExport('signers')
  const signed: Signed[] = []
  for (const [place, jws] of parts.entries()) {
    const part: Signed = { jws, statement: await statementOf(jws, keys, place + 1) }
    mustFollow(part, signed.at(-1), place + 1)
    const { bytes, sha256: digest } = part.statement
    const text = await next(bytes)
    if (text.length !== bytes || sha256(text) !== digest) refuseExport('text', place + 1)
    signed.push(part)
  }
  const [first, last] = [signed[0]?.statement, signed.at(-1)?.statement]
  if (first === undefined || last?.next !== null) return refuseExport('end')
  if ((await next(1)).length > 0) refuseExport('rest')
  const { tenantId, by, filters } = first
  const events = signed.reduce((sum, { statement }) => sum + statement.count, 0)
  return { tenantId, by, filters, from: first.exportedAt, to: last.exportedAt, parts: signed.length, events }
}

type Signed = { jws: string; statement: PartStatement }

async function statementOf(jws: string, keys: readonly PublicJwk[], place: number): Promise<PartStatement> {
  const payload = (await openPart(jws, keys)) ?? refuseExport('signature', place)
  return readJson(Buffer.from(payload).toString('utf8'), PartStatement) ?? refuseExport('statement', place)
}

/** Each part names the signature of the one before and the event that it ended with; the first names none. */
function mustFollow({ statement }: Signed, before: Signed | undefined, place: number): void {
  if (statement.after !== (before?.statement.next ?? null) || statement.previous !== (before ? sha256(before.jws) : null))
    refuseExport('order', place)
  if (before && !canonicalBytes(sameOf(statement)).equals(canonicalBytes(sameOf(before.statement)))) refuseExport('mixed', place)
}

function sameOf({ tenantId, by, filters }: PartStatement) {
  return { tenantId, by, filters }
}

function readJson<S extends TSchema>(text: string, schema: S): Static<S> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Value.Check(schema, value) ? value : undefined
  } catch {
    return undefined
  }
}

function refuseExport(fault: ExportFault, part?: number): never {
  throw new ExportRefused(fault, part)
}
