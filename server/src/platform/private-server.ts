import { createServer } from 'node:http'
import { type Metric, metricsText } from './metrics.ts'

export type PrivateServer = { port: number; close(): Promise<void> }

/** Serves the metrics, and nothing else, on an address of its own; whoever reaches it may read them. Rejects where the address is taken. */
export async function openPrivateServer(where: { host: string; port: number }, metrics: readonly Metric[]): Promise<PrivateServer> {
  const server = createServer({ requestTimeout: 5000, headersTimeout: 5000, maxHeaderSize: 4096 }, (request, reply) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void reply.writeHead(404).end()
    reply
      .writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' })
      .end(metricsText(metrics))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port, where.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : where.port,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}
