// Serves the built web app: hashed files as they are, every other page as index.html with this answer's nonce in it.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { type Http, type HttpRequest, sendProblem } from '../../platform/http.ts'
import { Refusal } from '../../platform/refusal.ts'
import { nonceOf } from './headers.ts'

const placeholder = '__CSP_NONCE__'
const hashedFile = /^\/assets\/[A-Za-z0-9_.-]+$/
/** Opened by links that are worth something, so they tell no other page where their reader came from. [B136] */
const mailedPage = /^\/(reset|verify|invitation|confirm-email|undo-email|acting)$/
const rootFile = /^\/[a-z0-9-]+\.(svg|png|ico|webmanifest|txt)$/

/** Answers what no endpoint answers: a page of the app, one of its files, or 404 as problem details. `folder` undefined: no app was built. */
export async function serveWebApp(http: Http, folder: string | undefined): Promise<void> {
  const page = folder === undefined ? undefined : await readFile(join(folder, 'index.html'), 'utf8')
  if (folder !== undefined)
    await http.register(fastifyStatic, { root: folder, serve: false, cacheControl: false, index: false, dotfiles: 'deny' })
  http.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request)
    if (page === undefined || !isPage(request)) return sendProblem(reply, new Refusal('NOT_FOUND'))
    if (hashedFile.test(path)) return reply.header('Cache-Control', 'public, max-age=31536000, immutable').sendFile(path.slice(1))
    if (rootFile.test(path)) return reply.sendFile(path.slice(1))
    if (mailedPage.test(path)) reply.header('Referrer-Policy', 'no-referrer')
    return reply.type('text/html; charset=utf-8').send(page.replaceAll(placeholder, nonceOf(reply)))
  })
}

/** What a browser opens, and no endpoint. */
export function isPage(request: HttpRequest): boolean {
  const asked = request.method === 'GET' || request.method === 'HEAD'
  return asked && !/^\/(api|auth|health|\.well-known|openapi\.json)(\/|$)/.test(pathOf(request))
}

function pathOf({ url }: HttpRequest): string {
  return url.split('?', 1)[0] ?? ''
}
