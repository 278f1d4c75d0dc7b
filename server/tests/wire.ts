// A relay between the app and PostgreSQL that keeps what crosses it: what the database truly handed out, and how often it was asked.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { ClientConfig } from 'pg'
import { onTestFinished } from 'vitest'

export type Wire = {
  /** The same database, through the relay. */
  app: ClientConfig
  /** Everything that rows held since `forget`, as PostgreSQL's text. */
  rows(): string
  /** How often the app waited for the database since `forget`: exchanges that it ended by a Sync, and turns inside of one, by a Flush. */
  waits(): { syncs: number; flushes: number }
  forget(): void
  /**
   * Cuts the connection on which the app ends its so-manieth exchange from now on: `lost` before PostgreSQL hears of it, `unanswered` once it has done
   * what it was asked and before the app hears. Without a moment, nothing more is cut. Gives whether the cut before was made.
   */
  cut(moment?: { after: number; how: 'lost' | 'unanswered' }): boolean
}

export async function openWire(app: ClientConfig): Promise<Wire> {
  let rows: Buffer[] = []
  let waits = { syncs: 0, flushes: 0 }
  let cut: Parameters<Wire['cut']>[0]
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const { host = '127.0.0.1', port = 5432 } = app
    const far = host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(Number(port), host)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    let muted = false
    const fromDatabase = messages((kind, body) => {
      if (kind === 'D') rows.push(body)
      if (kind === 'Z' && muted) near.destroy()
    })
    // The first message of a connection has no kind.
    const fromApp = messages((kind) => {
      if (kind === 'S' || kind === 'Q') waits.syncs += 1
      if (kind === 'H') waits.flushes += 1
    }, true)
    near.on('data', (bytes: Buffer) => {
      const before = waits.syncs
      fromApp(bytes)
      if (cut !== undefined) cut.after -= waits.syncs - before
      const how = cut !== undefined && cut.after <= 0 ? cut.how : undefined
      if (how !== undefined) cut = undefined
      muted ||= how === 'unanswered'
      if (how === 'lost') near.destroy()
      else far.write(bytes)
    })
    far.on('data', (bytes: Buffer) => {
      fromDatabase(bytes)
      if (!muted) near.write(bytes)
    })
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    app: { ...app, host: '127.0.0.1', port: portOf(server.address()) },
    rows: () => Buffer.concat(rows).toString('latin1'),
    waits: () => waits,
    cut: (moment) => {
      const made = cut === undefined
      cut = moment && { ...moment }
      return made
    },
    forget: () => {
      rows = []
      waits = { syncs: 0, flushes: 0 }
    },
  }
}

/** Takes the messages of the protocol apart, however the bytes arrive: a kind, a length that counts itself, and so many bytes. */
function messages(seen: (kind: string, body: Buffer) => void, startsWithoutKind = false): (bytes: Buffer) => void {
  let held = Buffer.alloc(0)
  let head = startsWithoutKind ? 0 : 1
  return (bytes) => {
    held = Buffer.concat([held, bytes])
    while (held.length >= head + 4) {
      const end = head + held.readUInt32BE(head)
      if (held.length < end) return
      if (head === 1) seen(String.fromCharCode(held[0] ?? 0), held.subarray(5, end))
      held = held.subarray(end)
      head = 1
    }
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the relay has no port')
  return address.port
}
