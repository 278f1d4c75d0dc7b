// Another link for a first administrator whose own has expired: the host vouches for the address once more, and for nobody who is in already.
import { renewFirstLink } from '../features/identity/index.ts'
import { tenantNamed } from '../features/organisations/index.ts'
import { Refusal } from '../platform/refusal.ts'
import { systemOperation } from '../security/operation.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { type Host, openHost } from './host.ts'
import { shortLived } from './init.ts'
import type { Streams } from './streams.ts'

export type RenewAsked = { slug: string; adminEmail: string; mail: boolean; json: boolean }

export async function renewLink(asked: RenewAsked, streams: Streams): Promise<void> {
  const host = await openHost(streams)
  const renewed = await renew(host, asked).finally(host.close)
  streams.out.write(asked.json ? `${JSON.stringify(renewed)}\n` : told(renewed.link))
}

async function renew(host: Host, { slug, adminEmail, mail: mailed }: RenewAsked) {
  const now = host.clock.now()
  if (mailed && !host.mails) throw new CannotGoOn('No mail goes out: set SMTP_URL and MAIL_FROM, or leave --mail away.')
  const tenantId = (await tenantNamed(host.keep, host.tenantIds, slug, now)) ?? cannot('There is no organisation with that slug.')
  const op = systemOperation(tenantId, 'host command', 'user.link-renewed', now)
  const made = await renewFirstLink({ ...host.keep, ...host }, op, { email: adminEmail, mailed }).catch((cause: unknown) => {
    if (cause instanceof Refusal && cause.code === 'BAD_REQUEST') return cannot('--admin takes one e-mail address, with a domain.')
    if (cause instanceof Refusal && cause.code === 'NOT_FOUND')
      return cannot('Nobody with that address waits there for a first password; who has one asks for a new one where they sign in.')
    throw cause
  })
  return { organisation: { id: tenantId, slug }, admin: { id: made.userId }, ...(made.link !== undefined && { link: made.link }), mailed }
}

function told(link: string | undefined): string {
  const way =
    link === undefined
      ? 'A new link to choose a password is on its way to the administrator: the running server sends it.'
      : `The administrator chooses a password here:\n\n  ${link}\n\nWhoever has this link becomes the administrator: hand it over by a way that you trust.`
  return `${way}\n${shortLived} The link before it leads nowhere any more.\n`
}

function cannot(sentence: string): never {
  throw new CannotGoOn(sentence)
}
