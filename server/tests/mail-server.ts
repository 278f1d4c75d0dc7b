// A real SMTP server on a port of its own, which keeps what it was handed and answers as a test wants it to.
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

export type ReceivedMail = { from: string; to: string[]; raw: string; mail: Email }
export type MailServer = {
  /** `smtp://127.0.0.1:PORT` */
  url: string
  received: ReceivedMail[]
  /** The next mail for an address that has not been asked for yet; waits until it is there. */
  next(address: string): Promise<ReceivedMail>
  /** The status code by which a recipient or a letter is refused from now on; undefined takes everything. */
  refuse(code: number | undefined, at?: 'recipient' | 'letter'): void
  /** What happens after a letter is here and before that is said. */
  beforeTaking(act: () => Promise<void>): void
  close(): Promise<void>
}

/** `tls`: it offers STARTTLS, under a certificate that nobody signed. */
export async function openMailServer({ tls = false } = {}): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const asked = new Set<ReceivedMail>()
  const waiting = new Set<() => void>()
  let refusing: { code: number; at: string } | undefined
  let taking = async () => {}
  // As real servers do, it repeats whom it refuses.
  const refusal = (at: string, to: string) => {
    if (refusing?.at !== at) return undefined
    return Object.assign(new Error(`not for ${to}`), { responseCode: refusing.code })
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', ...(tls ? [] : ['STARTTLS'])],
    logger: false,
    onRcptTo: ({ address }, _, done) => done(refusal('recipient', address)),
    onData: (stream, session, done) => {
      const take = async () => {
        const raw = await buffer(stream)
        const refused = refusal('letter', session.envelope.rcptTo.map(({ address }) => address).join())
        if (refused) throw refused
        const { mailFrom, rcptTo } = session.envelope
        const mail = await PostalMime.parse(raw)
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw: raw.toString(), mail })
        await taking()
        for (const look of waiting) look()
      }
      take().then(() => done(), done)
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = () => new Promise<void>((resolve) => server.close(resolve))
  onTestFinished(close)
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    next: (to) =>
      new Promise((resolve) => {
        const look = () => {
          const found = received.find((mail) => mail.to.includes(to) && !asked.has(mail))
          if (found === undefined) return
          waiting.delete(look)
          asked.add(found)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    refuse: (code, at = 'recipient') => {
      refusing = code === undefined ? undefined : { code, at }
    },
    beforeTaking: (act) => {
      taking = act
    },
    close,
  }
}

/** The token behind the # of the one link of a mail. */
export function tokenIn(text: string): string {
  return /#token=([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? ''
}
