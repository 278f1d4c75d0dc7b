// Where a request ends and whom it is for has one reading, or it is none of ours: what a front may read otherwise is refused, and its connection closed.
import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

/** Node's parser has refused the rest before: two lengths, a length beside chunks, bare line ends, folded lines (RFC 9112, 2.2, 5.2, 6.3). */
export function mustHaveOneReading({ headers, rawHeaders, httpVersion }: IncomingMessage): void {
  const encoding = headers['transfer-encoding']
  if (encoding !== undefined && (encoding.toLowerCase() !== 'chunked' || httpVersion === '1.0')) throw notSound()
  const names = rawHeaders.filter((_, place) => place % 2 === 0).map((name) => name.toLowerCase())
  // Of these Node keeps the first and says nothing; a front may have judged by the last.
  for (const name of ['host', 'authorization', 'content-type']) if (names.indexOf(name) !== names.lastIndexOf(name)) throw notSound()
}

function notSound(): Refusal {
  return new Refusal('BAD_REQUEST', {
    errors: [{ field: 'headers', reason: 'have more than one reading' }],
    headers: { Connection: 'close' },
  })
}
