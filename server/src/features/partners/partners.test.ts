import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, max, mira, paul, pia, rita } from '../../../tests/people.ts'
import { json, openFarServer } from '../../platform/egress/far-server.fixture.ts'
import { openLog } from '../../platform/log.ts'
import { fundAt, recorded } from './partners.fixture.ts'

type Asked = { member: { number: string; born?: string }; request: { id: string } }
type Manner = (asked: Asked, reply: ServerResponse, request: IncomingMessage) => void

const answering: Manner = ({ member, request }, reply) =>
  void reply.writeHead(200, json).end(JSON.stringify({ request, ...(recorded[member.number] as object) }))

/** A fund that answers from its recordings, unless told to behave otherwise. */
async function openFund() {
  const heard: { asked: Asked; authorization: string | undefined }[] = []
  const fund = { manner: answering, heard, origin: '' }
  const { origin } = await openFarServer((request, reply) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      const asked: Asked = JSON.parse(body)
      heard.push({ asked, authorization: request.headers.authorization })
      fund.manner(asked, reply, request)
    })
  })
  return Object.assign(fund, { origin })
}

test('[A87 part][A22 part] reception checks a member with a partner that an administrator set up: the question carries a word of its own, the patient reads what came of it, and each try is two events without the number', {
  timeout: 120_000,
}, async () => {
  const fund = await openFund()
  const lines: string[] = []
  const log = openLog('debug', { write: (line) => void lines.push(line) })
  const clinic = await openClinic({ egress: { open: [], inside: [fund.origin] }, log })
  const [runs, desk, is] = await Promise.all([clinic.as(max), clinic.as(rita), clinic.as(pia)])
  const { patientId: id = '' } = clinic.who(pia)
  const partner = await runs.addPartner({ body: fundAt(fund.origin) })
  expect(partner).toMatchObject({ version: 1, settings: { hasCredential: true, allowed: true } })
  expect(JSON.stringify(partner)).not.toContain('partner-canary')
  const { items } = await desk.listPartners()
  expect(items).toEqual([{ id: partner.id, name: 'Harbour Health Fund', active: true, version: 1 }])

  const check = (number: string) => desk.checkMember({ params: { id }, body: { partnerId: partner.id, number } })
  expect(await check('111-222')).toMatchObject({ outcome: 'member', partner: { name: 'Harbour Health Fund' } })
  expect(await check('999-999')).toMatchObject({ outcome: 'not-member' })
  expect(fund.heard).toMatchObject([
    { asked: { member: { number: '111-222' } }, authorization: 'Bearer partner-canary-secret' },
    { asked: { member: { number: '999-999' } } },
  ])
  expect(new Set(fund.heard.map(({ asked }) => asked.request.id)).size).toBe(2)

  const own = await is.listMemberships({ params: { id } })
  expect(own.items.map(({ outcome }) => outcome)).toEqual(['not-member', 'member'])
  expect(own.can).toEqual([])
  const { patientId: other = '' } = clinic.who(paul)
  await expect(is.listMemberships({ params: { id: other } })).rejects.toMatchObject({ status: 404 })
  await expect(is.checkMember({ params: { id }, body: { partnerId: partner.id, number: '1' } })).rejects.toMatchObject({ status: 403 })
  const elsewhere = await clinic.as(mira)
  await expect(elsewhere.checkMember({ params: { id }, body: { partnerId: partner.id, number: '1' } })).rejects.toMatchObject({
    status: 404,
  })
  await expect((await clinic.as(drAna)).listPartners()).rejects.toMatchObject({ status: 403 })

  const [asked, answered] = await Promise.all([clinic.events('membership.asked'), clinic.events('membership.answered')])
  expect(asked.filter(({ outcome }) => outcome === 'allowed')).toMatchObject([{ patient_ids: [id] }, { patient_ids: [id] }])
  expect(answered).toMatchObject([
    { actor_role: 'system', patient_ids: [id], resource_id: asked[0]?.resource_id },
    { actor_role: 'system', patient_ids: [id] },
  ])
  const kept = JSON.stringify([await clinic.sql('select * from member_checks, member_answers, partners'), await clinic.events(), lines])
  for (const secret of ['111-222', '999-999', 'partner-canary', 'silver']) expect(kept).not.toContain(secret)
})

test('[A87][A22][API10] a partner that is slow, huge, of another type, redirecting, lying or repeating an old answer makes nobody a member, and every try is written down with its cause', {
  timeout: 120_000,
}, async () => {
  const fund = await openFund()
  const clinic = await openClinic({ egress: { open: [], inside: [fund.origin] } })
  const [runs, desk] = await Promise.all([clinic.as(max), clinic.as(rita)])
  const partner = await runs.addPartner({ body: fundAt(fund.origin) })
  const { patientId: id = '' } = clinic.who(pia)
  const secret = await openFarServer((_, reply) => void reply.writeHead(200, json).end('{}'))
  let old = ''
  const whole = (asked: Asked) => JSON.stringify({ request: asked.request, result: { state: 'ACTIVE' } })
  const manners: [string, Manner][] = [
    [
      'member',
      (asked, reply) => {
        old = whole(asked)
        reply.writeHead(200, json).end(old)
      },
    ],
    ['replayed', (_, reply) => void reply.writeHead(200, json).end(old)],
    ['redirect', (_, reply) => void reply.writeHead(307, { ...json, location: secret.origin }).end()],
    ['too-large', (asked, reply) => void reply.writeHead(200, json).end(whole(asked) + ' '.repeat(70_000))],
    ['media-type', (asked, reply) => void reply.writeHead(200, { 'content-type': 'text/html' }).end(whole(asked))],
    ['malformed', (_, reply) => void reply.writeHead(200, json).end('{"request":')],
    ['malformed', (asked, reply) => void reply.writeHead(200, json).end(JSON.stringify([whole(asked)]))],
    ['malformed', ({ request }, reply) => void reply.writeHead(200, json).end(JSON.stringify({ request, result: { state: true } }))],
    ['refused', (asked, reply) => void reply.writeHead(401, json).end(whole(asked))],
    ['partner-error', (asked, reply) => void reply.writeHead(500, json).end(whole(asked))],
    ['unreachable', (_, __, request) => void request.socket.destroy()],
    ['timeout', (_, reply) => void reply.writeHead(200, json).write(' ')],
  ]
  const told: string[] = []
  for (const [, manner] of manners) {
    fund.manner = manner
    const { outcome, reason } = await desk.checkMember({ params: { id }, body: { partnerId: partner.id, number: '7' } })
    told.push(reason ?? outcome)
  }
  expect(told).toEqual(manners.map(([word]) => word))
  expect(secret.asked()).toBe(0)
  expect(await clinic.sql(`select count(*)::integer as n from member_answers where outcome = 'member'`)).toEqual([{ n: 1 }])
  const timeline = await (await clinic.as(aud)).listMemberChecks({ query: { limit: 100 } })
  expect(timeline.items.map(({ outcome, reason }) => reason ?? outcome)).toEqual(told.toReversed())
})

test('[A87 part] a partner is asked only under an origin that the operator lists, with the version that was seen, and a secret does not follow it to another address', {
  timeout: 120_000,
}, async () => {
  const fund = await openFund()
  const other = await openFund()
  const clinic = await openClinic({ egress: { open: [], inside: [fund.origin, other.origin] } })
  const [runs, desk] = await Promise.all([clinic.as(max), clinic.as(rita)])
  for (const url of ['https://elsewhere.example/x', 'http://169.254.169.254/latest', `${fund.origin.replace('127.0.0.1', 'localhost')}/x`])
    await expect(runs.addPartner({ body: { ...fundAt(fund.origin), url } }), url).rejects.toMatchObject({
      status: 422,
      code: 'PARTNER_REFUSED',
    })
  await expect(runs.addPartner({ body: { ...fundAt(fund.origin), url: 'https://a:b@elsewhere.example/' } })).rejects.toMatchObject({
    status: 400,
  })
  const body = fundAt(fund.origin)
  const partner = await runs.addPartner({ body })
  await expect(runs.addPartner({ body })).rejects.toMatchObject({ status: 409, code: 'PARTNER_EXISTS' })
  const { credential: _, ...kept } = body
  const change = (version: number, more: object) =>
    runs.changePartner({ params: { id: partner.id }, version, body: { ...kept, active: true, ...more } })
  await expect(change(9, {})).rejects.toMatchObject({ status: 412 })
  expect(await change(1, { name: 'Fund' })).toMatchObject({ name: 'Fund', version: 2, settings: { hasCredential: true } })
  expect(await change(2, { url: fundAt(other.origin).url })).toMatchObject({ version: 3, settings: { hasCredential: false } })
  const { patientId: id = '' } = clinic.who(pia)
  const check = () => desk.checkMember({ params: { id }, body: { partnerId: partner.id, number: '111-222' } })
  expect(await check()).toMatchObject({ outcome: 'member' })
  expect(other.heard).toMatchObject([{ authorization: undefined }])
  // An origin that is listed no more: nothing is asked, and nothing is written down as if it had been.
  await clinic.sql(`update partners set url = 'https://unlisted.example/members'`)
  const before = (await clinic.events('membership.asked')).length
  await expect(check()).rejects.toMatchObject({ status: 422, code: 'PARTNER_REFUSED' })
  expect((await clinic.events('membership.asked')).slice(before).map(({ outcome }) => outcome)).toEqual(['failed'])
  await change(3, { url: kept.url, active: false })
  await expect(check()).rejects.toMatchObject({ status: 422, code: 'PARTNER_REFUSED' })
  expect(fund.heard).toEqual([])
})
