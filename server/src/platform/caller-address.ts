import { isIP } from 'node:net'

/** What of a request says where it comes from; `ip` is what the trusted proxies say, as Fastify reads it. */
export type Coming = { ip: string; socket: { remoteAddress?: string | undefined } }

/**
 * The IP address of the caller, as the operator's proxies tell it: without the port that some of them write behind it. What is no address is not
 * believed, and the connection's own counts: else each word of its own would get past every limit on addresses.
 */
export function callerAddress({ ip, socket }: Coming): string {
  const [, bracketed, dotted] = /^(?:\[([0-9a-f:.]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/i.exec(ip ?? '') ?? []
  const told = bracketed ?? dotted ?? ip ?? ''
  return isIP(told) > 0 ? told : (socket.remoteAddress ?? '')
}
