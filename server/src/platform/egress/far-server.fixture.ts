import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server of somebody else on this host, and how often it was asked; closed with the test. */
export async function openFarServer(answer: RequestListener): Promise<{ origin: string; port: number; asked: () => number }> {
  let asked = 0
  const server = createServer((request, reply) => {
    asked += 1
    answer(request, reply)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, port, asked: () => asked }
}

export const json = { 'content-type': 'application/json' }
