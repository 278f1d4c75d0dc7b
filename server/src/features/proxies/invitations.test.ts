import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { aud, drAna, hanna, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { send } from '../identity/identity.fixture.ts'
import { all, bornOn, chartOf, open, shut } from './proxies.fixture.ts'

type Scope = 'read' | 'book'
const password = 'Velvet-Tundra-4-Kayak'
const newcomer = 'carer@harbour.test'

test('[F27 part] a patient lets somebody act for them by a mailed link: whoever has the address accepts once, sees the chart from then on, and both hear of it', async () => {
  const clinic = await openClinic()
  const id = chartOf(clinic, pia)
  const pias = await clinic.as(pia)
  const made = await invited(clinic, paul.email, ['read', 'book'])
  expect(made).toMatchObject({ email: paul.email, scopes: ['read', 'book'], can: ['withdraw'] })
  expect(Date.parse(made.expiresAt) - Date.parse(made.madeAt)).toBe(7 * 86_400_000)
  expect((await pias.listProxyInvitations({ params: { id } })).items).toEqual([made])
  expect((await (await clinic.as(max)).listProxyInvitations({ params: { id } })).items).toEqual([{ ...made, can: [] }])
  expect(await all(clinic)).toEqual(shut)

  const token = await mailed(clinic)
  const link = await (await clinic.as(paul)).acceptProxy({ body: { token } })
  expect(link).toMatchObject({ capacity: 'carer', scopes: ['read', 'book'], state: 'live', can: ['end'] })
  expect(await all(clinic)).toEqual(open)
  await expect((await clinic.as(paul)).acceptProxy({ body: { token } })).rejects.toMatchObject({ status: 410, code: 'LINK_USED' })
  expect((await pias.listProxyInvitations({ params: { id } })).items).toEqual([])
  expect((await pias.listProxies({ params: { id }, query: {} })).items).toMatchObject([
    { id: link.id, proxy: { displayName: paul.displayName }, can: ['end'] },
  ])
  const accepted = (await clinic.events('proxy.accepted')).find(({ outcome }) => outcome === 'allowed')
  expect(accepted).toMatchObject({
    actor_id: clinic.who(paul).userId,
    patient_ids: [id],
    resource_id: link.id,
    rule: 'patient:proxy.own:own',
    change: expect.any(Buffer),
  })
  const looked = (await pias.readAccessLog({ params: { id }, query: {} })).items
  expect(looked.map(({ what, who }) => `${what} ${who.name}`)).toContain(`proxy.accepted ${paul.displayName}`)
  await pias.endProxy({ params: { id, relationId: link.id }, body: {} })
  expect(await all(clinic)).toEqual(shut)
})

test('who has no account yet accepts by making one, without a chart, and acts for nobody else', async () => {
  const clinic = await openClinic()
  const until = new Date(clinic.clock.now().getTime() + 30 * 86_400_000).toISOString()
  await invited(clinic, newcomer, ['read'], until)
  const token = await mailed(clinic)
  const join = (more: object = {}) =>
    clinic.stranger().joinAsProxy({ body: { token, displayName: 'Noa Carer', password, language: 'he', ...more } })
  await expect(join({ password: 'short-one' })).rejects.toMatchObject({ status: 422, code: 'PASSWORD_REFUSED' })
  expect(await join()).toEqual({ status: 'accepted' })
  await expect(join()).rejects.toMatchObject({ status: 410, code: 'LINK_USED' })
  const grant = await clinic.stranger().login({ body: { login: newcomer, password } })
  if (!('accessToken' in grant)) throw new Error('the newcomer was not signed in')
  expect(grant.user).toMatchObject({ role: 'patient', language: 'he', displayName: 'Noa Carer' })
  expect(grant.user.patientId).toBeUndefined()
  const headers = { authorization: `Bearer ${grant.accessToken}` }
  const acting = await send(clinic, 'GET', '/api/proxied', { headers })
  expect(acting.body.items).toMatchObject([{ patient: { id: chartOf(clinic, pia) }, scopes: ['read'], until }])
  const charts = await send(clinic, 'GET', '/api/patients', { headers })
  expect(charts.body.items).toMatchObject([{ id: chartOf(clinic, pia), relation: 'proxy' }])
  expect(await clinic.events('proxy.accepted')).toMatchObject([
    { outcome: 'failed', reason: 'PASSWORD_REFUSED', actor_id: null },
    { outcome: 'allowed', actor_id: grant.user.id, rule: 'public:invitation', patient_ids: [chartOf(clinic, pia)] },
    { outcome: 'failed', reason: 'LINK_USED', actor_id: null },
  ])
  clinic.clock.pass(30 * 86_400)
  expect((await send(clinic, 'GET', '/api/proxied', { headers })).body.items ?? []).toEqual([])
})

test('a link is good for the address that it was mailed to and for nobody else, and leads nowhere once withdrawn, replaced or a week old', async () => {
  const clinic = await openClinic()
  const id = chartOf(clinic, pia)
  const accept = async (person: Person, token: string) => (await clinic.as(person)).acceptProxy({ body: { token } })
  const first = await invited(clinic, newcomer)
  const token = await mailed(clinic)
  await expect(accept(paul, token)).rejects.toMatchObject({ status: 409, code: 'OTHER_ADDRESS' })
  await expect(accept(pia, token)).rejects.toMatchObject({ status: 409, code: 'OTHER_ADDRESS' })
  await expect(accept(hanna, token)).rejects.toMatchObject({ status: 404, code: 'LINK_UNKNOWN' })
  for (const person of [drAna, max, rita, aud]) await expect(accept(person, token)).rejects.toMatchObject({ status: 403 })
  const withdrawal = { params: { id, invitationId: first.id } }
  for (const person of [paul, hanna])
    await expect((await clinic.as(person)).withdrawProxyInvitation(withdrawal)).rejects.toMatchObject({ status: 404 })
  await (await clinic.as(pia)).withdrawProxyInvitation(withdrawal)
  await expect((await clinic.as(pia)).withdrawProxyInvitation(withdrawal)).rejects.toMatchObject({ status: 409, code: 'INVITATION_CLOSED' })
  const join = (given: string) => clinic.stranger().joinAsProxy({ body: { token: given, displayName: 'Noa', password } })
  await expect(join(token)).rejects.toMatchObject({ status: 410, code: 'LINK_REPLACED' })

  await invited(clinic, newcomer)
  const replaced = await mailed(clinic)
  await invited(clinic, newcomer)
  const last = await mailed(clinic)
  await expect(join(replaced)).rejects.toMatchObject({ status: 410, code: 'LINK_REPLACED' })
  expect((await (await clinic.as(pia)).listProxyInvitations({ params: { id } })).items).toHaveLength(1)
  clinic.clock.pass(7 * 86_400)
  await expect(join(last)).rejects.toMatchObject({ status: 410, code: 'LINK_EXPIRED' })
  expect((await (await clinic.as(pia)).listProxyInvitations({ params: { id } })).items).toEqual([])
  await invited(clinic, drAna.email)
  await expect(join(await mailed(clinic))).rejects.toMatchObject({ status: 409, code: 'ACCOUNT_EXISTS' })
})

test('of all who accept one link at once, one does, and of acceptance and withdrawal one', async () => {
  const clinic = await openClinic()
  const id = chartOf(clinic, pia)
  const client = await clinic.as(paul)
  await invited(clinic, paul.email)
  const token = await mailed(clinic)
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => client.acceptProxy({ body: { token } })))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const [link] = (await client.listProxied()).items
  await client.endProxy({ params: { id, relationId: link?.id ?? '' }, body: {} })

  const second = await invited(clinic, paul.email)
  const other = await mailed(clinic)
  const both = await Promise.allSettled([
    client.acceptProxy({ body: { token: other } }),
    (await clinic.as(pia)).withdrawProxyInvitation({ params: { id, invitationId: second.id } }),
  ])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect((await all(clinic))[0]).toBe(both[0].status === 'fulfilled' ? 200 : 404)
})

test('inviting tells nothing of an address, is not for minors, and a day has five of them', async () => {
  const clinic = await openClinic()
  const told = []
  for (const email of [paul.email, newcomer, drAna.email, hanna.email]) {
    const { id: _, email: __, madeAt, expiresAt, ...rest } = await invited(clinic, email)
    told.push(rest)
  }
  expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(
    await clinic.sql(
      `select count(*)::integer as n, count(distinct octet_length(content)) < 5 as alike from mails where template = 'proxy-invitation'`,
    ),
  ).toEqual([{ n: 4, alike: true }])
  const many = await Promise.allSettled([1, 2, 3].map((n) => invited(clinic, `more${n}@harbour.test`)))
  expect(many.map((one) => (one.status === 'fulfilled' ? 'made' : one.reason.code)).toSorted()).toEqual([
    'TOO_MANY_INVITATIONS',
    'TOO_MANY_INVITATIONS',
    'made',
  ])
  clinic.clock.pass(86_401)
  await expect(invited(clinic, pia.email)).rejects.toMatchObject({ status: 400, errors: [{ field: 'email' }] })
  await bornOn(clinic, pia, '2020-05-05')
  await expect(invited(clinic, newcomer)).rejects.toMatchObject({ status: 409, code: 'NOT_OF_AGE' })
})

test('the database makes nobody a proxy who was not invited to exactly that', async () => {
  const clinic = await openClinic()
  const { tenantId, userId, patientId = '' } = clinic.who(paul)
  const context = { tenant: tenantId, user: userId, role: 'patient', patient: patientId, now: clinic.clock.now().toISOString() }
  const attempt = (mayBook: boolean, until: string | null = null, chart = chartOf(clinic, pia)) =>
    clinic.sqlAsApp(
      context,
      `insert into care_relations (tenant_id, id, patient_id, proxy_user_id, source, source_id, during, capacity, may_book)
       values ($1, $2, $3, $4, 'proxy', $2, tstzrange(ctx_now(), $5), 'carer', $6) returning id`,
      [tenantId, randomUUID(), chart, userId, until, mayBook],
    )
  await expect(attempt(false)).rejects.toThrow('row-level security')
  await invited(clinic, newcomer, ['read'])
  await expect(attempt(false)).rejects.toThrow('row-level security')
  const { id } = await invited(clinic, paul.email, ['read'])
  context.now = clinic.clock.now().toISOString()
  for (const wider of [() => attempt(true), () => attempt(false, '2099-01-01T00:00:00Z'), () => attempt(false, null, patientId)])
    await expect(wider()).rejects.toThrow('row-level security')
  expect(await attempt(false)).toHaveLength(1)
  const changed = `update proxy_invitations set may_book = true where id = $1`
  await expect(clinic.sqlAsApp(context, changed, [id])).rejects.toThrow('an invitation only ends')
  await (await clinic.as(pia)).withdrawProxyInvitation({ params: { id: chartOf(clinic, pia), invitationId: id } })
  await expect(attempt(false)).rejects.toThrow('row-level security')
})

async function invited(clinic: Clinic, email: string, scopes: Scope[] = ['read'], until?: string) {
  return (await clinic.as(pia)).inviteProxy({ params: { id: chartOf(clinic, pia) }, body: { email, scopes, ...(until && { until }) } })
}

/** The token of the mail that was written last, as the demo's mailbox shows it. */
async function mailed(clinic: Clinic): Promise<string> {
  const { items } = await (await clinic.as(max)).listMailbox({ query: {} })
  return tokenIn(items.find(({ template }) => template === 'proxy-invitation')?.link ?? '')
}
