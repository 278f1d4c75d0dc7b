import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, max, paul, pia, rita } from '../../../tests/people.ts'
import { systemOperation } from '../../security/operation.ts'
import { OpaqueSecrets } from '../../security/vault/index.ts'
import { type Answer, bearer, from, pairOf, post, send } from './identity.fixture.ts'
import { firstAdmin } from './index.ts'

const password = 'Velvet-Tundra-4-Kayak'
const joins = { staff: 'joins@harbour.test', carer: 'carer@harbour.test', first: 'first@harbour.test', next: 'pia-new@harbour.test' }
const minute = 60

type Kind = { to: string; follow: (token: string) => Promise<Answer>; stands: boolean }

test('[V6.4.1][V6.5.5] whatever a mailed secret stands for, it is 256 random bits of which a hash is kept, opens once, and for ten minutes by the database’s clock; an invitation, the way back of an address and a first password stand on, and mail a fresh one to the same address', async () => {
  const clinic = await openClinic()
  const links = Object.entries(await everyLink(clinic))
  const firsts = new Map(await Promise.all(links.map(async ([name, { to }]) => [name, await tokenFor(clinic, to)] as const)))
  clinic.clock.pass(10 * minute)
  for (const [name, { to, follow, stands }] of links) {
    const first = firsts.get(name) ?? ''
    expect(Buffer.from(first, 'base64url'), name).toHaveLength(32)
    const late = await follow(first)
    expect([late.status, late.body.code], name).toEqual([410, 'LINK_EXPIRED'])
    if (stands) continue
    expect(await ask(clinic, first)).toEqual(accepted)
    expect(await tokenFor(clinic, to), name).toBe(first)
  }
  for (const [name, { to, follow }] of links.filter(([, { stands }]) => stands)) {
    const first = firsts.get(name) ?? ''
    // Fresh, but no longer than what it stands for, of which five minutes are left.
    await passUntilEnd(clinic, name, 5 * minute)
    expect(await ask(clinic, first)).toEqual(accepted)
    const fresh = await tokenFor(clinic, to)
    expect(fresh, name).not.toBe(first)
    expect((await follow(first)).body.code, name).toBe('LINK_REPLACED')
    await mustOpenNoSession(clinic, () => follow(fresh))
    expect((await follow(fresh)).body.code, name).toBe('LINK_USED')
  }
  const [kept] = await clinic.sql(
    `select max(expires_at - made_at) <= interval '10 minutes' as short, min(octet_length(token_hash)) as bytes, count(distinct kind)::integer as kinds from mailed_links`,
  )
  expect(kept).toEqual({ short: true, bytes: 32, kinds: 6 })
  const longer = `update mailed_links set expires_at = made_at + interval '601 seconds' where kind = $1`
  for (const kind of ['reset', 'invitation', 'email-undo', 'first-password'])
    await expect(clinic.sql(longer, [kind]), kind).rejects.toThrow(/ten_minutes_at_most|stands_as_long_as_its_kind/)
})

test('the answer is the same for a secret that is unknown, used, withdrawn or over, and only one that still stands mails anything, once of eight at once, five times in an hour, and as often as links are followed from one address', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const admin = await clinic.as(max)
  const invite = async (email: string) => {
    const made = await admin.invite({ body: { email, displayName: 'Rae Desk', role: 'reception' } })
    return { id: made.id, token: await tokenFor(clinic, email) }
  }
  const mails = async () => (await clinic.sql(`select count(*)::integer as n from mails where template = 'invitation'`))[0]?.n
  const [used, withdrawn, over, stands] = [
    await invite('u@h.test'),
    await invite('w@h.test'),
    await invite('o@h.test'),
    await invite('s@h.test'),
  ]
  await clinic.stranger().acceptInvitation({ body: { token: used.token, password } })
  await admin.withdrawInvitation({ params: { id: withdrawn.id } })
  await clinic.sql(`update mailed_links set stands_until = expires_at where subject_id = $1`, [over.id])
  clinic.clock.pass(11 * minute)
  const before = await mails()
  for (const token of ['A'.repeat(43), 'x', used.token, withdrawn.token, over.token]) expect(await ask(clinic, token)).toEqual(accepted)
  expect(await mails()).toBe(before)
  const all = await Promise.all(Array.from({ length: 8 }, () => ask(clinic, stands.token)))
  expect(new Set(all.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(await mails()).toBe(Number(before) + 1)

  for (const left of [2, 1, 0, 0]) {
    const last = await tokenFor(clinic, 's@h.test')
    expect(await ask(clinic, last)).toEqual(accepted)
    expect(await mails(), `${left} left`).toBe(Number(before) + 4 - left)
  }
  // The secret that found the hour full is not spent by that.
  clinic.clock.pass(61 * minute)
  expect(await ask(clinic, await tokenFor(clinic, 's@h.test'))).toEqual(accepted)
  expect(await mails()).toBe(Number(before) + 5)
  const told = (await clinic.events('link.renewal-asked')).map(
    ({ outcome, rule, reason, actor_id }) => `${outcome} ${rule ?? reason} ${actor_id}`,
  )
  expect([...new Set(told)].toSorted()).toEqual([
    'allowed public:link null',
    'allowed public:link:limited null',
    'allowed public:link:over null',
    'denied LINK_UNKNOWN null',
  ])

  const here = from('203.0.113.9')
  const tries = []
  for (let n = 0; n < 6; n += 1) tries.push(await post(clinic, '/api/auth/link/renewal', { token: 'x' }, here))
  expect(tries.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429])
  expect(tries.at(-1)?.body.code).toBe('SIGN_IN_LOCKED')
})

/** One link of every kind, in the mailbox that it is for, and what following it does. */
async function everyLink(clinic: Clinic): Promise<Record<string, Kind>> {
  const { tenantId } = clinic.who(max)
  const admin = await clinic.as(max)
  const follow =
    (path: string, more: object = {}) =>
    (token: string) =>
      post(clinic, path, { token, ...more }, from(anyAddress()))
  const chosen = { password }
  await post(clinic, '/api/auth/password/forgot', { login: rita.email })
  await clinic.sql('update users set email_verified_at = null where id = $1', [clinic.who(paul).userId])
  await post(clinic, '/api/auth/email/verification-link', { login: paul.email })
  const { accessToken } = await pairOf(clinic, pia)
  const change = (email: string) => post(clinic, '/api/auth/email/change', { email, currentPassword: castPassword }, bearer(accessToken))
  await change(joins.next)
  await post(clinic, '/api/auth/email/change/confirmation', { token: await tokenFor(clinic, joins.next) })
  await admin.invite({ body: { email: joins.staff, displayName: 'Rae Desk', role: 'reception' } })
  const { patientId: id = '' } = clinic.who(pia)
  const asked = { email: joins.carer, scopes: ['read'] }
  expect((await send(clinic, 'POST', `/api/patients/${id}/proxy-invitations`, { headers: bearer(accessToken), body: asked })).status).toBe(
    201,
  )
  const keep = { ...clinic.keep, secrets: new OpaqueSecrets(clinic.keys), publicUrl: 'http://localhost:8080' }
  const op = systemOperation(tenantId, 'host command', 'organisation.made', clinic.clock.now())
  const first = { tenantId, email: joins.first, displayName: 'Fay First', language: 'en', mailed: true }
  await clinic.keep.db.transact(op, async (tx) => {
    op.trace.admitted('system:init')
    await firstAdmin(tx, keep, op, first)
  })
  await post(clinic, '/api/auth/email/change', { email: 'again@harbour.test', currentPassword: castPassword }, bearer(accessToken))
  const reset = '/api/auth/password/reset'
  return {
    reset: { to: rita.email, follow: follow(reset, chosen), stands: false },
    verification: { to: paul.email, follow: follow('/api/auth/email/verification'), stands: false },
    'email-change': { to: 'again@harbour.test', follow: follow('/api/auth/email/change/confirmation'), stands: false },
    'first-password': { to: joins.first, follow: follow(reset, chosen), stands: true },
    'email-undo': { to: pia.email, follow: follow('/api/auth/email/change/undo'), stands: true },
    invitation: { to: joins.staff, follow: follow('/api/invitations/acceptance', chosen), stands: true },
    'proxy-invitation': { to: joins.carer, follow: follow('/api/proxied/joining', { ...chosen, displayName: 'Noa Carer' }), stands: true },
  }
}

/** Whoever has no more than the mailbox is let in by nothing. */
async function mustOpenNoSession(clinic: Clinic, follow: () => Promise<Answer>): Promise<void> {
  await clinic.token(max)
  const sessions = () => clinic.sql('select count(*)::integer as n from sessions')
  const before = await sessions()
  const { status, headers, body } = await follow()
  expect(status).toBeLessThan(300)
  expect(headers.get('set-cookie')).toBeNull()
  expect(Object.keys(body)).toEqual(['status'])
  expect(await sessions()).toEqual(before)
}

/** To so many seconds before that which the link stands for ends. */
async function passUntilEnd(clinic: Clinic, name: string, seconds: number): Promise<void> {
  const kind = name === 'proxy-invitation' ? 'invitation' : name
  const [row] = await clinic.sql('select max(stands_until) as end from mailed_links where kind = $1', [kind])
  const end = row?.end instanceof Date ? row.end.getTime() : 0
  clinic.clock.pass(Math.max(0, (end - clinic.clock.now().getTime()) / 1000 - seconds))
}

const accepted = { status: 202, body: { status: 'accepted' } }

async function ask(clinic: Clinic, token: string) {
  const { status, body } = await post(clinic, '/api/auth/link/renewal', { token }, from(anyAddress()))
  return { status, body }
}

let addresses = 0
/** Each try from another address, so that what is counted for one does not come into it. */
function anyAddress(): string {
  addresses += 1
  return `198.51.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`
}

async function tokenFor(clinic: Clinic, address: string): Promise<string> {
  const { items } = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
  return tokenIn(items.find(({ to, link }) => to === address && link?.includes('#'))?.link ?? '')
}
