// Makes an organisation with its keys and its first administrator, once for each slug. What it prints is the one way in, so it goes to the terminal alone.
import { Email } from '@wardkeep/contract/identity.ts'
import { Language, limits, ProtectedLine } from '@wardkeep/contract/shapes.ts'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { firstAdmin, NameTaken } from '../features/identity/index.ts'
import { isZone, makeOrganisation, type NewOrganisation, SlugTaken, tenantNamed } from '../features/organisations/index.ts'
import { newId } from '../platform/ids.ts'
import { Refusal } from '../platform/refusal.ts'
import { systemOperation } from '../security/operation.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { type Host, openHost } from './host.ts'
import type { Streams } from './streams.ts'

export type InitAsked = {
  slug: string
  name: string
  /** IANA name. */
  timeZone: string
  /** BCP 47, the first is the administrator's. */
  languages: readonly string[]
  openRegistration: boolean
  staffSecondFactor: boolean
  adminEmail: string
  adminName: string
  /** The link goes to the administrator's address instead of the terminal. */
  mail: boolean
  json: boolean
}

export async function init(asked: InitAsked, streams: Streams): Promise<void> {
  const problems = problemsOf(asked)
  if (problems.length > 0) throw new CannotGoOn(...problems)
  const host = await openHost(streams)
  const made = await make(host, asked).finally(host.close)
  streams.out.write(asked.json ? `${JSON.stringify(made)}\n` : told(made))
}

/** What is said of a link that was handed over. */
export const shortLived =
  'It works once, for 10 minutes. After that its page mails a fresh one to the administrator for 24 hours, if mail goes out, and --new-link makes another.'

type Made = { organisation: { id: string; slug: string }; admin: { id: string }; link?: string; mailed: boolean }

async function make(host: Host, asked: InitAsked): Promise<Made> {
  const { keep, signers } = host
  const now = host.clock.now()
  if (asked.mail && !host.mails) throw new CannotGoOn('No mail goes out: set SMTP_URL and MAIL_FROM, or leave --mail away.')
  if ((await tenantNamed(keep, host.tenantIds, asked.slug, now)) !== undefined) return taken()
  const tenantId = newId(now)
  await keep.vault.createTenant(tenantId)
  const [certifier = neverMade()] = await signers.certifiers(tenantId)
  const organisation: NewOrganisation = { ...asked, tenantId }
  const op = systemOperation(tenantId, 'host command', 'organisation.made', now)
  const { adminEmail: email, adminName: displayName, languages, mail: mailed } = asked
  const { userId, link } = await keep.db
    .transact(op, async (tx) => {
      op.trace.admitted('system:init', { resource: { type: 'organisation', id: tenantId } })
      await makeOrganisation(tx, organisation, certifier)
      return firstAdmin(tx, { ...keep, ...host }, op, { tenantId, email, displayName, language: languages[0] ?? 'en', mailed })
    })
    .catch(explained)
  return { organisation: { id: tenantId, slug: asked.slug }, admin: { id: userId }, ...(link !== undefined && { link }), mailed }
}

function told({ link }: Made): string {
  const way =
    link === undefined
      ? 'The link to choose a password is on its way to the administrator: the running server sends it.'
      : `The administrator chooses a password here:\n\n  ${link}\n\nWhoever has this link becomes the administrator: hand it over by a way that you trust.`
  return `The organisation stands.\n\n${way}\n${shortLived}\n`
}

function problemsOf(asked: InitAsked): string[] {
  const line = ProtectedLine(limits.line, 1)
  const shapes: [boolean, string][] = [
    [/^[a-z0-9-]{2,63}$/.test(asked.slug), '--organisation takes a slug: 2 to 63 small letters, digits and hyphens.'],
    [fits(line, asked.name), '--name takes one line of 1 to 200 characters.'],
    [fits(Email, asked.adminEmail), '--admin takes one e-mail address, without a name.'],
    [fits(line, asked.adminName), '--admin-name takes one line of 1 to 200 characters.'],
    [isZone(asked.timeZone), '--time-zone takes a name like Europe/Berlin.'],
    [asked.languages.length > 0 && asked.languages.every((tag) => fits(Language, tag)), '--languages takes tags like en,he.'],
  ]
  return shapes.flatMap(([fine, sentence]) => (fine ? [] : [sentence]))
}

function fits(shape: TSchema, value: string): boolean {
  return Value.Check(shape, value)
}

function explained(cause: unknown): never {
  if (cause instanceof SlugTaken) return taken()
  if (cause instanceof NameTaken) throw new CannotGoOn('That e-mail address has an account in this installation already; nothing was made.')
  if (cause instanceof Refusal && cause.code === 'BAD_REQUEST') throw new CannotGoOn('--admin takes one e-mail address, with a domain.')
  throw cause
}

function taken(): never {
  throw new CannotGoOn(
    'There is an organisation with that slug already; nothing was changed.',
    'Where the link of its first administrator has expired, --new-link makes another.',
  )
}

function neverMade(): never {
  throw new Error('The tenant has no certifier key')
}
