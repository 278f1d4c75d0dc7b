import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { aud, drAna, drOtto, max, mira, paul, pia, rita } from '../../../tests/people.ts'
import { Sealed } from '../../security/vault/index.ts'
import { send } from '../identity/identity.fixture.ts'

const password = 'Velvet-Tundra-4-Kayak'
const email = 'joins@harbour.test'
const asked = { email, displayName: 'Dr Dana Joins', role: 'doctor' as const, language: 'he' }

test('an invited doctor accepts once by the mailed link, with a password of her own and an address that counts as proven, stands in the directory and can sign what she writes', async () => {
  const clinic = await openClinic({ profile: 'production', mail: { smtpUrl: 'smtp://127.0.0.1:9', from: 'clinic@harbour.test' } })
  const admin = await clinic.as(max)
  const doctor = { languages: ['he', 'ru'], specialties: ['Dermatology'] }
  const made = await admin.invite({ body: { ...asked, doctor } })
  expect(made).toMatchObject({ email, displayName: asked.displayName, role: 'doctor', language: 'he', state: 'waiting', can: ['withdraw'] })
  const days = (Date.parse(made.expiresAt) - Date.parse(made.madeAt)) / 86_400_000
  expect(days).toBe(7)
  const token = await linkOf(clinic, made.id)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)

  await expect(accept(clinic, token, 'Dana.Joins-9')).rejects.toMatchObject({ status: 422, code: 'PASSWORD_REFUSED' })
  expect(await accept(clinic, token)).toEqual({ status: 'accepted' })
  await expect(accept(clinic, token)).rejects.toMatchObject({ status: 410, code: 'LINK_USED' })

  const grant = await clinic.stranger().login({ body: { login: email, password } })
  if (!('accessToken' in grant)) throw new Error('the doctor was not signed in')
  expect(grant.user).toMatchObject({ role: 'doctor', language: 'he', displayName: asked.displayName, email })
  const { doctorId = '', id } = grant.user
  expect(await admin.readDoctor({ params: { id: doctorId } })).toMatchObject({ ...doctor, displayName: asked.displayName })
  expect(await clinic.sql('select doctor_id from signing_keys where doctor_id = $1', [doctorId])).toHaveLength(1)
  expect((await admin.listInvitations({ query: {} })).items).toMatchObject([{ id: made.id, state: 'accepted', can: [] }])
  expect(await clinic.events('invitation.accepted')).toMatchObject([
    { outcome: 'failed', reason: 'PASSWORD_REFUSED', actor_id: null, tenant_id: clinic.who(max).tenantId },
    { outcome: 'allowed', actor_id: id, actor_role: 'doctor', rule: 'public:invitation', resource_type: 'user', resource_id: id },
    { outcome: 'failed', reason: 'LINK_USED', actor_id: null },
  ])
})

test('an invited patient is tied to the chart that was named and to no other, and one without a chart gets a new one', async () => {
  const clinic = await openClinic()
  const { patientId = '', userId } = clinic.who(paul)
  const admin = await clinic.as(max)
  const body = { email, displayName: 'Paul Again', role: 'patient' as const }
  await expect(admin.invite({ body: { ...body, patientId } })).rejects.toMatchObject({ status: 409, code: 'CHART_HAS_ACCOUNT' })
  await expect(admin.invite({ body: { ...asked, patientId } })).rejects.toMatchObject({ status: 400 })
  await clinic.sql('update users set patient_id = null where id = $1', [userId])

  const first = await admin.invite({ body: { ...body, patientId } })
  const second = await admin.invite({ body: { ...body, email: 'other@harbour.test', patientId } })
  expect((await admin.listInvitations({ query: {} })).items.map(({ id, state }) => [id, state])).toEqual([
    [second.id, 'waiting'],
    [first.id, 'withdrawn'],
  ])
  await accept(clinic, await linkOf(clinic, second.id))
  expect(await userOf(clinic, 'other@harbour.test')).toMatchObject({ role: 'patient', patientId })

  const fresh = await admin.invite({ body })
  await accept(clinic, await linkOf(clinic, fresh.id))
  const user = await userOf(clinic, email)
  expect(user).toMatchObject({ role: 'patient', patientId: expect.any(String) })
  expect(user.patientId).not.toBe(patientId)
  expect(await admin.readPatient({ params: { id: user.patientId ?? '' } })).toMatchObject({ displayName: 'Paul Again', contact: { email } })
})

test('of eight who follow one link at once, one gets the account; a withdrawn, an expired and a spoilt link lead nowhere', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const admin = await clinic.as(max)
  const made = await admin.invite({ body: { email, displayName: 'Rae Desk', role: 'reception' } })
  const token = await linkOf(clinic, made.id)
  const answers = await Promise.allSettled(Array.from({ length: 8 }, (_, at) => accept(clinic, token, `${password}-${at}`)))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const answer of answers) if (answer.status === 'rejected') expect([409, 410]).toContain(answer.reason.status)
  const winner = answers.findIndex(({ status }) => status === 'fulfilled')
  expect(await clinic.stranger().login({ body: { login: email, password: `${password}-${winner}` } })).toHaveProperty('accessToken')
  expect(await clinic.sql(`select count(*)::integer as n from users where role = 'reception'`)).toEqual([{ n: 2 }])

  const [withdrawn, late] = [
    await admin.invite({ body: { email: 'w@harbour.test', displayName: 'W', role: 'auditor' } }),
    await admin.invite({ body: { email: 'l@harbour.test', displayName: 'L', role: 'auditor' } }),
  ]
  const tokens = [await linkOf(clinic, withdrawn.id), await linkOf(clinic, late.id)]
  expect(await admin.withdrawInvitation({ params: { id: withdrawn.id } })).toMatchObject({ state: 'withdrawn', can: [] })
  await expect(admin.withdrawInvitation({ params: { id: withdrawn.id } })).rejects.toMatchObject({ code: 'INVITATION_CLOSED' })
  await expect(accept(clinic, tokens[0] ?? '')).rejects.toMatchObject({ status: 410, code: 'LINK_REPLACED' })
  for (const spoilt of [`${tokens[1]}A`, tokens[1]?.slice(1) ?? '', 'x'])
    await expect(accept(clinic, spoilt)).rejects.toMatchObject({ status: 404, code: 'LINK_UNKNOWN' })
  clinic.clock.pass(7 * 86_400 + 1)
  await expect(accept(clinic, tokens[1] ?? '')).rejects.toMatchObject({ status: 410, code: 'LINK_EXPIRED' })
})

test('inviting an address that has an account, here or elsewhere, writes what inviting any other does, and only the link’s owner is told', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const rows = async () => {
    const [counts] = await clinic.sql(
      'select (select count(*) from mails)::integer as mails, (select count(*) from mailed_links)::integer as links, (select count(*) from audit_events)::integer as events',
    )
    return counts
  }
  const replies = []
  for (const address of ['new@harbour.test', rita.email, drOtto.email]) {
    const before = await rows()
    const made = await admin.invite({ body: { email: address, displayName: 'Same Name', role: 'auditor' } })
    replies.push({ ...made, id: '', email: '', madeAt: '', expiresAt: '' })
    expect(await rows()).toEqual({
      mails: Number(before?.mails) + 1,
      links: Number(before?.links) + 1,
      events: Number(before?.events) + 1,
    })
    if (address !== 'new@harbour.test')
      await expect(accept(clinic, await linkOf(clinic, made.id))).rejects.toMatchObject({ status: 409, code: 'ACCOUNT_EXISTS' })
  }
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
  expect((await admin.listMailbox({ query: {} })).items.map(({ template }) => template)).toEqual(Array(3).fill('invitation'))
})

test('[C15 part][C16 part][C17 part] nobody but an administrator of the organisation invites, sees or withdraws, and an invitation takes no role that it does not know', async () => {
  const clinic = await openClinic()
  const made = await (await clinic.as(max)).invite({ body: { email, displayName: 'Someone', role: 'auditor' } })
  for (const person of [rita, aud, drAna, pia]) {
    const client = await clinic.as(person)
    await expect(client.invite({ body: asked })).rejects.toMatchObject({ status: 403 })
    await expect(client.listInvitations({ query: {} })).rejects.toMatchObject({ status: 403 })
    await expect(client.withdrawInvitation({ params: { id: made.id } })).rejects.toMatchObject({ status: 403 })
  }
  const other = await clinic.as(mira)
  await expect(other.withdrawInvitation({ params: { id: made.id } })).rejects.toMatchObject({ status: 404 })
  expect((await other.listInvitations({ query: {} })).items).toEqual([])
  const { patientId = '' } = clinic.who(pia)
  await expect(other.invite({ body: { ...asked, role: 'patient', patientId } })).rejects.toMatchObject({ status: 404 })
  const headers = { authorization: `Bearer ${await clinic.token(max)}` }
  for (const role of ['service', 'system', 'owner']) {
    expect((await send(clinic, 'POST', '/api/invitations', { headers, body: { ...asked, role } })).status).toBe(400)
  }
  clinic.clock.pass(301)
  const stale = await send(clinic, 'POST', '/api/invitations', { headers, body: asked })
  expect([stale.status, stale.body.code]).toEqual([401, expect.stringMatching(/STEP_UP_REQUIRED|UNAUTHENTICATED/)])
})

test('where no mail goes out nobody is invited, and the administrator is told why', async () => {
  const clinic = await openClinic({ profile: 'production' })
  await expect((await clinic.as(max)).invite({ body: asked })).rejects.toMatchObject({ status: 409, code: 'MAIL_MISSING' })
  expect(await clinic.sql('select count(*)::integer as n from invitations')).toEqual([{ n: 0 }])
})

function accept(clinic: Clinic, token: string, chosen = password) {
  return clinic.stranger().acceptInvitation({ body: { token, password: chosen } })
}

/** The token of an invitation's link, as it stands sealed in the outbox. */
async function linkOf(clinic: Clinic, invitationId: string): Promise<string> {
  const [invited] = await clinic.sql('select i.made_at, i.tenant_id from invitations i where i.id = $1', [invitationId])
  const [mail] = await clinic.sql(`select id, content from mails where template = 'invitation' and queued_at = $1`, [invited?.made_at])
  const place = { tenantId: String(invited?.tenant_id), table: 'mails', column: 'content', rowId: String(mail?.id) }
  return tokenIn(
    JSON.stringify(
      await clinic.keep.vault.open(place, Sealed.fromDatabase(Buffer.isBuffer(mail?.content) ? mail.content : Buffer.alloc(0))),
    ),
  )
}

async function userOf(clinic: Clinic, login: string) {
  const grant = await clinic.stranger().login({ body: { login, password } })
  if (!('user' in grant)) throw new Error('nobody was signed in')
  return grant.user
}
