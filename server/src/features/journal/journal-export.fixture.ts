// A verifier of exports that knows docs/formats/journal-export.md and node:crypto, and nothing of ours.
import { createHash, createPublicKey, verify } from 'node:crypto'

export type SavedExport = { csv: Buffer; parts: readonly string[] }
export type Statement = {
  format: string
  tenantId: string
  by: string
  requestId: string
  exportedAt: string
  filters: Record<string, unknown>
  after: string | null
  previous: string | null
  next: string | null
  count: number
  bytes: number
  sha256: string
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes)

/** The statements of an export that holds. Throws where it does not. */
export function verified({ csv, parts }: SavedExport, signers: readonly { x: string }[]): Statement[] {
  const statements: Statement[] = []
  let at = 0
  for (const [place, jws] of parts.entries()) {
    const said = statementIn(jws, signers)
    const before = statements.at(-1)
    must(said.previous === (place === 0 ? null : sha256(parts[place - 1] ?? '').digest('hex')), 'follows the part before')
    must(said.after === (before?.next ?? null), 'begins where the part before ended')
    must(!before || sameExport(said) === sameExport(before), 'is of the same export')
    const text = csv.subarray(at, at + said.bytes)
    must(text.length === said.bytes && sha256(text).digest('hex') === said.sha256, 'is what was signed')
    at += said.bytes
    statements.push(said)
  }
  must(statements.at(-1)?.next === null, 'ends')
  must(at === csv.length, 'has nothing behind it')
  return statements
}

/** What a compact JWS says, where one of these keys signed it as a part of an export. */
export function statementIn(jws: string, signers: readonly { x: string }[]): Statement {
  const pieces = jws.split('.')
  const [head = '', payload = '', signature = ''] = pieces
  must(pieces.length === 3 && pieces.every((piece) => Buffer.from(piece, 'base64url').toString('base64url') === piece), 'has one spelling')
  const signer = signers.find(({ x }) => Buffer.from(head, 'base64url').toString() === headOf(x))
  if (signer === undefined) throw new Error('A part names no signer of ours')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signer.x }, format: 'jwk' })
  must(verify(null, Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')), 'is signed')
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}

function headOf(x: string): string {
  const kid = sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })).digest('base64url')
  return JSON.stringify({ alg: 'EdDSA', kid, typ: 'wardkeep-journal-part+jws' })
}

function sameExport({ tenantId, by, filters }: Statement): string {
  return JSON.stringify([tenantId, by, Object.entries(filters).toSorted()])
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`It is not so that a part ${what}`)
}
