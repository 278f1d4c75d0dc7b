import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { bearer, fromElsewhere, post, send } from '../src/features/identity/identity.fixture.ts'
import { openLog } from '../src/platform/log.ts'
import { found } from './canary.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { openMailServer, tokenIn } from './mail-server.ts'
import { max } from './people.ts'

// Each is typed in another place, so that a find says where it leaked.
const typed = {
  registered: 'Canary-Registered-7-Wren',
  wrong: 'Canary-Wrong-7-Starling',
  changed: 'Canary-Changed-7-Bullfinch',
  refused: 'Canary-canary-canary-canary',
  reset: 'Canary-Reset-7-Dunnock',
  invited: 'Canary-Invited-7-Siskin',
  broken: 'Canary-Broken-7-Nuthatch',
}

test('[B279] whatever is done with a password in production, it stands in no answer, no line of the log, no mail that goes out or waits, no metric and no row of a whole dump of the database, in whatever form a text is written down', async () => {
  const mails = await openMailServer()
  const lines: string[] = []
  const log = openLog('trace', new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) }))
  const clinic = await openClinic({ profile: 'production', mail: { smtpUrl: mails.url, from: 'clinic@harbour.test' }, log })
  const answers: string[] = []
  const say = async (path: string, body: unknown, headers: Record<string, string> = fromElsewhere()) => {
    const answer = await post(clinic, path, body, headers)
    answers.push(JSON.stringify([...answer.headers]), JSON.stringify(answer.body))
    return answer
  }
  const login = 'canary@example.test'
  const account = (password: string) => ({ email: login, password, displayName: 'Bo Ek' })
  const linkTo = async (address: string) => tokenIn((await mails.next(address)).mail.text ?? '')
  expect((await say('/api/auth/register', account(typed.refused))).status).toBe(422)
  expect((await say('/api/auth/register', account(typed.registered))).status).toBe(202)
  expect((await say('/api/auth/login', { login, password: typed.registered })).status).toBe(403)
  expect((await say('/api/auth/email/verification', { token: await linkTo(login) })).status).toBe(200)
  expect((await say('/api/auth/login', { login, password: typed.wrong })).status).toBe(401)
  const opened = await say('/api/auth/login', { login, password: typed.registered })
  const own = bearer(String(opened.body.accessToken))
  expect((await say('/api/auth/step-up', { method: 'password', password: typed.wrong }, own)).status).toBe(401)
  const change = (currentPassword: string, newPassword: string) => say('/api/auth/password/change', { currentPassword, newPassword }, own)
  expect((await change(typed.registered, typed.refused)).status).toBe(422)
  expect((await change(typed.registered, typed.changed)).status).toBe(200)
  await mails.next(login)
  expect((await say('/api/auth/password/forgot', { login })).status).toBe(202)
  expect((await say('/api/auth/password/reset', { token: await linkTo(login), password: typed.reset })).status).toBe(200)
  const invited = 'invited@example.test'
  await (await clinic.as(max)).invite({ body: { email: invited, displayName: 'Rae Desk', role: 'reception' } })
  const token = await linkTo(invited)
  expect((await say('/api/invitations/acceptance', { token, password: typed.refused })).status).toBe(422)
  expect((await say('/api/invitations/acceptance', { token, password: typed.invited })).status).toBe(201)
  expect((await say('/api/auth/login', { login: invited, password: typed.invited })).status).toBe(200)
  expect((await say('/api/auth/login', { login: typed.broken, password: [typed.broken] })).status).toBe(400)
  expect((await send(clinic, 'GET', `/api/auth/me?password=${typed.broken}`)).status).toBe(401)
  // One mail more, which waits and does not leave: what is kept for it is dumped too.
  mails.refuse(451)
  expect((await say('/api/auth/password/forgot', { login })).status).toBe(202)

  const places = new Map([
    ['answers', Buffer.from(answers.join('\n'))],
    ['log', Buffer.from(lines.join(''))],
    ['metrics', Buffer.from(clinic.metrics())],
    ['mails out', Buffer.from(mails.received.map(({ raw, mail }) => `${raw}\n${mail.subject}\n${mail.text}\n${mail.html}`).join('\n'))],
    ...(await dumped(clinic)),
  ])
  // The search sees what does stand in the open, in each of them.
  expect(found(places, ['PASSWORD_REFUSED'])).toEqual(expect.arrayContaining(['answers', 'audit_events']))
  expect(found(places, ['/api/auth/password/change'])).toEqual(expect.arrayContaining(['log', 'metrics']))
  expect(found(places, [login])).toEqual(expect.arrayContaining(['mails out']))
  expect(found(places, ['argon2id'])).toEqual(['users'])
  expect(places.size).toBeGreaterThan(60)
  for (const [where, password] of Object.entries(typed)) expect(found(places, [password]), where).toEqual([])
}, 60_000)

/** Every row of every table of the database, as COPY would write it: unpacked, whatever the pages do with it. */
async function dumped(clinic: Clinic): Promise<[string, Buffer][]> {
  const tables = await clinic.sql(
    `select c.oid::regclass::text as name, c.relname as plain from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`,
  )
  const dumps: [string, Buffer][] = []
  for (const { name, plain } of tables) {
    const rows = await clinic.sql(`select t::text as row from ${String(name)} t`)
    const key = String(plain).startsWith('audit_events') ? 'audit_events' : String(plain)
    const before = dumps.find(([known]) => known === key)
    const text = Buffer.from(rows.map(({ row }) => String(row)).join('\n'))
    if (before) before[1] = Buffer.concat([before[1], text])
    else dumps.push([key, text])
  }
  return dumps
}
