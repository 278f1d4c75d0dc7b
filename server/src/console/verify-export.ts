// Whether a saved export of the journal is whole and unaltered. It opens no database and no key store: whoever has the files can ask. [V4.1.5]
import { type FileHandle, open, readFile, stat } from 'node:fs/promises'
import { type ExportFault, ExportRefused, type ProvenExport, proveExport } from '../features/journal/index.ts'
import { codeOf } from '../platform/error-code.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import type { Streams } from './streams.ts'

export type VerifyExportAsked = { file: string; signatures: string; signers: string; json: boolean }

const largest = 64 * 1024 * 1024

/** Says what the export proves, or by which fault it proves nothing. */
export async function verifyExport({ file, signatures, signers, json }: VerifyExportAsked, streams: Streams): Promise<void> {
  const [signed, keys] = [await textOf(signatures, 'signatures'), await textOf(signers, 'public keys')]
  const csv = await open(file).catch((cause: unknown) => unreadable(cause, 'CSV'))
  try {
    const { size } = await csv.stat()
    const proven = await proveExport({ signatures: signed, signers: keys, next: (bytes) => nextOf(csv, Math.min(bytes, size)) })
    streams.out.write(json ? `${JSON.stringify(proven)}\n` : told(proven))
  } catch (cause) {
    if (cause instanceof ExportRefused) throw new CannotGoOn(sentenceOf(cause))
    throw codeOf(cause) === undefined ? cause : unreadable(cause, 'CSV')
  } finally {
    await csv.close()
  }
}

const sentences: Record<ExportFault, string> = {
  signatures: 'The second file holds no signatures of an export of the journal.',
  signers: 'The third file holds no public keys; save /.well-known/signers.json of the installation.',
  signature: 'is not signed as a part of an export by any of these keys',
  statement: 'is signed, but says what this version does not know',
  order: 'does not follow the part before it: parts are missing, double, in another order or of another export',
  mixed: 'is of another export: another organisation, another account or other filters',
  end: 'The last parts of the export are missing.',
  text: 'is not what stands in the CSV, which was altered or cut off',
  rest: 'The CSV goes on behind its last signed part.',
}

function sentenceOf({ fault, part }: ExportRefused): string {
  return part === undefined ? sentences[fault] : `Part ${part} ${sentences[fault]}.`
}

function told({ tenantId, by, filters, from, to, parts, events }: ProvenExport): string {
  const narrowed = Object.entries(filters).map(([name, value]) => (value === true ? `one ${name}, which is not told` : `${name} ${value}`))
  return [
    `The export is whole and unaltered: ${events} ${events === 1 ? 'event' : 'events'} in ${parts} ${parts === 1 ? 'part' : 'parts'}.`,
    `Organisation: ${tenantId}`,
    `Exported by:  ${by}`,
    `Exported at:  ${from}${to === from ? '' : ` to ${to}`}`,
    `Narrowed to:  ${narrowed.length === 0 ? 'nothing' : narrowed.join(', ')}`,
    '',
  ].join('\n')
}

/** The next bytes of the file, fewer where it ends. */
async function nextOf(file: FileHandle, bytes: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(bytes)
  let at = 0
  for (let read = -1; read !== 0 && at < bytes; at += read) read = (await file.read(buffer, at, bytes - at)).bytesRead
  return buffer.subarray(0, at)
}

async function textOf(path: string, what: string): Promise<string> {
  const read = async () => ((await stat(path)).size > largest ? undefined : readFile(path, 'utf8'))
  const text = await read().catch((cause: unknown) => unreadable(cause, what))
  if (text === undefined) throw new CannotGoOn(`The file of the ${what} is larger than 64 MiB.`)
  return text
}

function unreadable(cause: unknown, what: string): never {
  throw new CannotGoOn(`The file of the ${what} cannot be read (${codeOf(cause) ?? 'unknown reason'}).`)
}
