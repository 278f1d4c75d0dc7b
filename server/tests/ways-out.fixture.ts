// Run alone in a network namespace whose one device has every address that must not be reached: whatever leaves arrives at a sink, and is counted.
import { createServer, Socket } from 'node:net'
import { openOutside } from '../src/features/assistant/outside-provider.ts'
import { ask } from '../src/features/partners/asking.ts'
import { fundAt } from '../src/features/partners/partners.fixture.ts'
import { EgressFailure, outbound } from '../src/platform/egress/index.ts'

const [reached = '', ...inside] = process.argv[2]?.split(',') ?? []
const addresses = [reached, ...inside]

let arrived = 0
const sink = createServer((socket) => {
  arrived += 1
  socket.on('error', () => undefined)
  socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}')
})
await new Promise<void>((listening) => sink.listen({ port: 80, host: '::' }, listening))

/** The word for what became of each call, by what it was. */
const ends: Record<string, string[]> = {}
for (const address of addresses) {
  const literal = `http://${address.includes(':') ? `[${address}]` : address}`
  const leading = async () => [{ address, family: address.includes(':') ? 6 : 4 }]
  const named = 'http://partner.example'
  const nobody = { open: [], inside: [] }
  ends[address] = [
    await wayOut(literal, { open: [literal], inside: [] }),
    await wayOut(named, { open: [named], inside: [] }, leading),
    await wayOut(literal, nobody),
    await model(literal),
    await partner(literal),
  ]
}
/** What the operator lists as standing inside is still no place of credentials, whatever its name leads to. */
const never = await Promise.all(
  addresses.slice(0, 4).map((address) => {
    const literal = `http://${address.includes(':') ? `[${address}]` : address}`
    return wayOut(literal, { open: [], inside: [literal] })
  }),
)
const byWardkeep = arrived
// The same addresses by a bare connection: the sink hears each of them.
for (const address of addresses) await bare(address)
sink.close()
console.log(JSON.stringify({ ends, never, byWardkeep, byBareConnections: arrived - byWardkeep }))

type Allowed = Parameters<typeof outbound>[0]['allow']

async function wayOut(url: string, allow: Allowed, resolve?: () => Promise<{ address: string; family: number }[]>): Promise<string> {
  const call = outbound({ allow, timeoutMs: 2000, largestBytes: 1000, ...(resolve && { resolve }) })
  try {
    return await (await call(`${url}/latest/meta-data/`)).text()
  } catch (cause) {
    return cause instanceof EgressFailure ? cause.reason : `a bug: ${cause}`
  }
}

/** The address of the model, as the operator might be talked into setting it. */
async function model(origin: string): Promise<string> {
  const allow = { open: [origin], inside: [] }
  const outside = openOutside({ url: `${origin}/v1`, key: undefined, model: 'm', priceIn: 0, priceOut: 0, allow })
  const question = { kind: 'summary', language: 'en', title: 'A cough', text: 'Since Tuesday', messages: [], urgency: 'routine' } as const
  return outside
    .answer(question, '', () => undefined)
    .then(
      ({ text }) => text,
      (cause: Error) => cause.name,
    )
}

/** The address of a partner, as an administrator might type it in. */
async function partner(origin: string): Promise<string> {
  const { url, mapping } = fundAt(origin)
  const keep = { egress: { open: [origin], inside: [] } } as unknown as Parameters<typeof ask>[0]
  const asked = { id: 'p', name: 'Fund', url, mapping, credential: undefined, active: true, version: 1 }
  const answer = await ask(keep, 'tenant', asked, { number: '1' })
  return 'reason' in answer ? answer.reason : answer.outcome
}

function bare(address: string): Promise<void> {
  return new Promise((done) => {
    const socket = new Socket().on('error', () => done()).on('close', () => done())
    socket.connect(80, address, () => socket.end())
    socket.resume()
  })
}
