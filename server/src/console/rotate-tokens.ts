import { renewTokenKey } from '../security/token-rotation.ts'
import { openHost } from './host.ts'
import type { Streams } from './streams.ts'

/** Publishes a new key of access tokens, which running servers take up by themselves. */
export async function rotateTokens({ json }: { json: boolean }, streams: Streams): Promise<void> {
  const host = await openHost(streams)
  const signsFrom = (await renewTokenKey(host, host.clock.now()).finally(host.close)).toISOString()
  streams.out.write(
    json
      ? `${JSON.stringify({ signsFrom })}\n`
      : `A new key of access tokens is published. It signs from ${signsFrom}, and 16 minutes later the one before it is believed no more.\n`,
  )
}
