import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export const farModel = 'far-model-2026-01-15'
export type Asked = { url: string; headers: IncomingHttpHeaders; body: string }
/** How the far server behaves; `said` is the text that it answers with. */
export type Manner = (reply: ServerResponse, asked: Asked) => void

/** A server of somebody else that speaks the chat protocol, and every byte that it was sent. */
export async function openFarModel(manner: Manner): Promise<{ url: string; asked: Asked[]; now(manner: Manner): void }> {
  const asked: Asked[] = []
  let current = manner
  const server = createServer(async (request, reply) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const one = { url: request.url ?? '', headers: request.headers, body }
    asked.push(one)
    current(reply, one)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const now = (next: Manner) => {
    current = next
  }
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1`, asked, now }
}

type Saying = { text: string; model?: string; end?: string | null; usage?: object; parts?: number; delta?: object }

/** An answer in the pieces of a stream. */
export function says({
  text,
  model = farModel,
  end = 'stop',
  usage = { prompt_tokens: 300, completion_tokens: 40 },
  parts = 3,
  delta,
}: Saying): Manner {
  return (reply) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream' })
    const chunk = (choices: object[], more: object = {}) =>
      reply.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model, choices, ...more })}\n\n`)
    const size = Math.ceil(text.length / parts)
    for (let at = 0; at < text.length; at += size) chunk([{ index: 0, delta: { content: text.slice(at, at + size) }, finish_reason: null }])
    if (delta) chunk([{ index: 0, delta, finish_reason: null }])
    if (end !== null) {
      chunk([{ index: 0, delta: {}, finish_reason: end }])
      chunk([], { usage })
      reply.write('data: [DONE]\n\n')
    }
    reply.end()
  }
}

/** What is asked of it: a text, and what it quotes. */
export const written = (text: string, quotes: string[] = []) => JSON.stringify({ text, quotes })
