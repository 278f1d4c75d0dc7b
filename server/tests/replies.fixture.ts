// Every byte between the typed clients and a clinic, kept and taken apart as HTTP/1.1 says (RFC 9112), by nothing but the lengths that it names.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** `headLength`: bytes of the first line and the headers. */
export type Message = { first: string; headLength: number; headers: Map<string, string>; body: string }
export type Exchange = { asked: Message; answered: Message }

/** Lets all that this process fetches from a clinic go over a line that is listened to. `heard()`: what was asked and answered so far, in pairs. */
export async function listenIn(url: string): Promise<{ heard(): Exchange[] }> {
  const lines: { asked: Buffer[]; answered: Buffer[] }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1')
    const line = { asked: [] as Buffer[], answered: [] as Buffer[] }
    lines.push(line)
    carry(near, far, line.asked)
    carry(far, near, line.answered)
    for (const socket of [near, far]) sockets.add(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const through = `http://127.0.0.1:${portOf(server.address())}`
  const fetched = globalThis.fetch
  globalThis.fetch = (asked, more) => fetched(typeof asked === 'string' ? asked.replace(url, through) : asked, more)
  onTestFinished(() => {
    globalThis.fetch = fetched
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    heard: () =>
      lines.flatMap(({ asked, answered }) => {
        const answers = messagesIn(Buffer.concat(answered))
        return messagesIn(Buffer.concat(asked)).map((message, place) => {
          const answer = answers[place]
          if (answer === undefined) throw new Error(`${message.first} has no answer`)
          return { asked: message, answered: answer }
        })
      }),
  }
}

function carry(from: Socket, to: Socket, kept: Buffer[]): void {
  from.on('data', (bytes: Buffer) => {
    kept.push(bytes)
    to.write(bytes)
  })
  from.on('close', () => to.destroy())
  from.on('error', () => {})
}

/** The messages of one direction, one behind the other; throws where a length is missing or does not meet the next message. */
function messagesIn(bytes: Buffer): Message[] {
  const messages: Message[] = []
  for (let from = 0; from < bytes.length; ) {
    const start = from
    const end = bytes.indexOf('\r\n\r\n', from)
    const [first = '', ...lines] = bytes.subarray(from, end).toString('latin1').split('\r\n')
    if (end < 0 || !/^(HTTP\/1\.1 \d{3} |[A-Z]+ \/\S* HTTP\/1\.1$)/.test(first)) throw new Error('a length does not meet the next message')
    const headers = new Map<string, string>()
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? []
      if (headers.has(name.toLowerCase()) && name.toLowerCase() !== 'set-cookie') throw new Error(`${name} stands twice`)
      headers.set(name.toLowerCase(), value)
    }
    if (headers.has('transfer-encoding')) throw new Error(`${first} comes in chunks`)
    const length = Number(headers.get('content-length') ?? 0)
    from = end + 4 + length
    if (from > bytes.length) throw new Error(`${first} is shorter than it says`)
    messages.push({ first, headLength: end + 4 - start, headers, body: bytes.subarray(end + 4, from).toString('utf8') })
  }
  return messages
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the line has no port')
  return address.port
}
