// An answer from outside is taken in small steps and given up at the first that goes too far.
import type { Readable } from 'node:stream'
import { EgressFailure } from './failure.ts'

export type Arrived = { status: number; headers: Headers; body: Readable }

export type Bounds = {
  /** Bytes of a body at most. */
  largestBytes: number
  /** The media types that are taken, such as `application/json`. */
  mediaTypes: readonly string[]
  /** Turns what a broken stream threw into a failure. */
  failed: (cause: unknown) => EgressFailure
}

/** The answer as a `Response` whose body is counted while it is read. Throws EgressFailure: `redirect`, `encoding`, `media-type`, `too-large`. */
export function answerOf({ status, headers, body }: Arrived, bounds: Bounds): Response {
  if (status >= 300 && status < 400) throw new EgressFailure('redirect')
  if (!/^(?:identity)?$/i.test(headers.get('content-encoding') ?? '')) throw new EgressFailure('encoding')
  if (Number(headers.get('content-length') ?? 0) > bounds.largestBytes) throw new EgressFailure('too-large')
  if (status === 204 || status === 205) {
    body.resume()
    return new Response(null, { status, headers })
  }
  const mediaType = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (status < 300 && !bounds.mediaTypes.includes(mediaType)) throw new EgressFailure('media-type')
  return new Response(streamed(counted(body, bounds)), { status, headers })
}

/** As `ReadableStream.from` does, which the types of browsers do not have. */
function streamed(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  const pull = async (into: ReadableStreamDefaultController<Uint8Array>) => {
    const { done, value } = await chunks.next()
    if (done) into.close()
    else into.enqueue(value)
  }
  return new ReadableStream({ pull, cancel: async () => void (await chunks.return(undefined)) }, { highWaterMark: 0 })
}

async function* counted(body: Readable, { largestBytes, failed }: Bounds): AsyncGenerator<Uint8Array> {
  let taken = 0
  try {
    for await (const chunk of body) {
      const bytes: Uint8Array = chunk
      taken += bytes.byteLength
      if (taken > largestBytes) throw new EgressFailure('too-large')
      yield bytes
    }
  } catch (cause) {
    throw failed(cause)
  } finally {
    body.destroy()
  }
}
