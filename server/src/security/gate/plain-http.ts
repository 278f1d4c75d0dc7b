// Who came without TLS, by the word of the operator's own proxy, is answered nothing: a page is sent to where it is safe, a program is refused and
// not redirected, or it would go on sending its secrets in the clear and never notice. [V4.1.2]
import { type Http, type HttpRequest, sendProblem } from '../../platform/http.ts'
import { Refusal } from '../../platform/refusal.ts'
import { isPage } from './web-app.ts'

/** Where `publicUrl` is https. Call before any route is added. */
export function refusePlainHttp(http: Http, publicUrl: string): void {
  if (!publicUrl.startsWith('https://')) return
  http.addHook('onRequest', async (request, reply) => {
    if (!cameInTheClear(request)) return
    // Only a path of ours is put behind our own name.
    if (request.url.startsWith('/') && isPage(request)) return reply.redirect(publicUrl + request.url, 308)
    return sendProblem(reply, new Refusal('HTTPS_REQUIRED'))
  })
}

/** A proxy whose word on the address counts has said so; whoever else says it is not heard. */
function cameInTheClear({ headers, ips, protocol }: HttpRequest): boolean {
  return headers['x-forwarded-proto'] !== undefined && (ips?.length ?? 0) > 1 && protocol === 'http'
}
