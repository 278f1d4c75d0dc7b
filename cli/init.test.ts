import { createClient } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { newRootKeyText } from '../server/src/security/vault/index.ts'
import { openMailServer, tokenIn } from '../server/tests/mail-server.ts'
import { emptyFolder, startServer } from '../server/tests/process.ts'
import { run } from './command.fixture.ts'

const organisation = ['--organisation', 'shore', '--name', 'Shore Clinic', '--time-zone', 'Europe/Berlin', '--languages', 'he,en']
const admin = ['--admin', 'canary@shore.test', '--admin-name', 'Canary Founder']
const password = 'Velvet-Tundra-4-Kayak'

test('[V6.3.2] a production installation has nobody who could sign in, whatever name is tried, until it gets its organisation and its first administrator by one command, once for each slug, and the administrator signs in by the link that it prints, to set up a second factor first unless the organisation asks for none', async () => {
  const data = await emptyFolder()
  const settings = production()
  const none = await run(['init', ...organisation, ...admin], { ...settings, WARDKEEP_DATA: data })
  expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining('start the server once') })

  const server = await startServer(data, settings)
  const tried = createClient({ baseUrl: server.url, credentials: { kind: 'bearer', token: () => undefined } })
  // Three, since five would lock the address for what follows.
  for (const login of ['root', 'admin', 'sa'])
    await expect(tried.login({ body: { login, password: login } })).rejects.toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' })
  const made = await run(['init', ...organisation, ...admin, '--json'], { ...settings, WARDKEEP_DATA: data })
  expect(made).toMatchObject({ code: 0, err: '' })
  const told = JSON.parse(made.out)
  expect(told).toEqual({
    organisation: { id: expect.any(String), slug: 'shore' },
    admin: { id: expect.any(String) },
    link: expect.stringMatching(/^https:\/\/clinic\.example\/reset#token=[\w-]{43}&policy=composition&until=\d{10}$/),
    mailed: false,
  })
  const token = tokenIn(told.link)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)

  const again = await run(['init', ...organisation, '--admin', 'other@shore.test'], { ...settings, WARDKEEP_DATA: data })
  expect(again).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^There is an organisation with that slug already; nothing was changed\.\n.*--new-link/),
  })
  const second = ['--organisation', 'other', '--name', 'Other', '--time-zone', 'UTC']
  const sameAdmin = await run(['init', ...second, ...admin], { ...settings, WARDKEEP_DATA: data })
  expect(sameAdmin).toMatchObject({ code: 1, out: '', err: expect.stringContaining('has an account in this installation already') })
  expect(sameAdmin.err).not.toMatch(/canary/i)

  const stranger = createClient({ baseUrl: server.url, credentials: { kind: 'bearer', token: () => undefined } })
  await expect(stranger.login({ body: { login: 'canary@shore.test', password } })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  const renew = (...args: string[]) => run(['init', '--new-link', '--organisation', 'shore', ...args], { ...settings, WARDKEEP_DATA: data })
  const nobody = await renew('--admin', 'other@shore.test')
  expect(nobody).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Nobody with that address waits there') })
  expect(
    await run(['init', '--new-link', '--organisation', 'canary', '--admin', 'a@b.example'], { ...settings, WARDKEEP_DATA: data }),
  ).toEqual({
    code: 1,
    out: '',
    err: 'There is no organisation with that slug.\n',
  })
  const renewed = await renew('--admin', 'canary@shore.test', '--json')
  expect(renewed).toMatchObject({ code: 0, err: '' })
  const newer = tokenIn(JSON.parse(renewed.out).link)
  await expect(stranger.resetPassword({ body: { token, password } })).rejects.toMatchObject({ status: 410, code: 'LINK_REPLACED' })
  await stranger.resetPassword({ body: { token: newer, password } })
  await expect(stranger.resetPassword({ body: { token: newer, password } })).rejects.toMatchObject({ status: 410, code: 'LINK_USED' })
  expect(await renew('--admin', 'canary@shore.test')).toMatchObject({ code: 1, out: '' })
  const grant = await stranger.login({ body: { login: 'canary@shore.test', password } })
  if (!('accessToken' in grant)) throw new Error('the administrator was not signed in')
  expect(grant.user).toMatchObject({ role: 'admin', language: 'he', displayName: 'Canary Founder', organisation: { name: 'Shore Clinic' } })
  const client = createClient({ baseUrl: server.url, credentials: { kind: 'bearer', token: () => grant.accessToken } })
  await expect(client.listEvents({ query: {} })).rejects.toMatchObject({ status: 403, code: 'ENROLMENT_REQUIRED' })

  const lenient = await run(['init', ...second, '--admin', 'other@shore.test', '--no-staff-second-factor', '--json'], {
    ...settings,
    WARDKEEP_DATA: data,
  })
  await stranger.resetPassword({ body: { token: tokenIn(JSON.parse(lenient.out).link), password } })
  const other = await stranger.login({ body: { login: 'other@shore.test', password } })
  const otherToken = 'accessToken' in other ? other.accessToken : undefined
  const events = await createClient({ baseUrl: server.url, credentials: { kind: 'bearer', token: () => otherToken } }).listEvents({
    query: {},
  })
  expect(events.items.map(({ action, actor, resource }) => [action, actor.role, resource?.type])).toContainEqual([
    'organisation.made',
    'system',
    'organisation',
  ])
  expect(await server.stop()).toBe(0)
}, 60_000)

test('asked to mail the link, the command prints none, and the running server sends it', async () => {
  const [data, mails] = [await emptyFolder(), await openMailServer()]
  const settings = { ...production(), SMTP_URL: mails.url, MAIL_FROM: 'clinic@clinic.example' }
  const server = await startServer(data, settings)
  const made = await run(['init', ...organisation, ...admin, '--mail'], { ...settings, WARDKEEP_DATA: data })
  expect(made).toMatchObject({ code: 0, err: '', out: expect.stringContaining('on its way to the administrator') })
  expect(made.out).not.toContain('#token')
  const { mail } = await mails.next('canary@shore.test')
  expect(mail.subject).toBe('הארגון שלך מוכן')
  expect(mail.text).toContain('https://clinic.example/reset#token=')
  const withoutMail = await run(['init', ...organisation, ...admin, '--mail'], { ...production(settings), WARDKEEP_DATA: data })
  expect(withoutMail).toMatchObject({ code: 1, err: 'No mail goes out: set SMTP_URL and MAIL_FROM, or leave --mail away.\n' })
  expect(await server.stop()).toBe(0)
}, 60_000)

test.each([
  ['an option that is missing', ['init', ...organisation], 2, 'Say --organisation, --name, --admin and --time-zone.'],
  ['an option that does not exist', ['init', '--canary'], 2, 'There is no such option.'],
  ['a new link for nobody', ['init', '--new-link', '--organisation', 'canary'], 2, 'Say --organisation and --admin with --new-link.'],
  ['a word too many', ['init', 'canary', ...organisation], 2, 'Only options are taken.'],
  ['a slug with capitals', ['init', ...organisation, ...admin, '--organisation', 'Canary'], 1, '--organisation takes a slug'],
  ['an address with a name', ['init', ...organisation, '--admin', 'Canary <a@b.example>'], 1, '--admin takes one e-mail address'],
  ['a time zone that does not exist', ['init', ...organisation, ...admin, '--time-zone', 'Canary/Town'], 1, '--time-zone takes a name'],
  ['a language that is none', ['init', ...organisation, ...admin, '--languages', 'en,c4n4ry!'], 1, '--languages takes tags'],
])('%s is told in a sentence that repeats nothing of it', async (_, args, code, sentence) => {
  const ended = await run(args)
  expect(ended).toMatchObject({ code, out: '', err: expect.stringContaining(sentence) })
  expect(ended.err).not.toMatch(/canary/i)
})

function production(like: Record<string, string> = {}): Record<string, string> {
  const { WARDKEEP_ROOT_KEY = newRootKeyText() } = like
  return { WARDKEEP_PROFILE: 'production', PUBLIC_URL: 'https://clinic.example', WARDKEEP_ROOT_KEY }
}
