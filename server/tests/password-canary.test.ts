import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { found } from './canary.ts'
import { emptyFolder, readAccounts, startServer } from './process.ts'

// Each is typed in another place, so that a find says where it leaked.
const typed = {
  registered: 'Canary-Registered-7-Wren',
  wrong: 'Canary-Wrong-7-Starling',
  changed: 'Canary-Changed-7-Bullfinch',
  refused: 'Canary-canary-canary-canary',
  broken: 'Canary-Broken-7-Nuthatch',
  stray: 'Canary-Stray-7-Goldcrest',
  reset: 'Canary-Reset-7-Dunnock',
}

test('[B279 part] a password stands nowhere, nor does a mailed link or its address: not in an answer, a line of the log, a table, the database’s own files and log, or a key file, whatever became of the request', async () => {
  const data = await emptyFolder()
  const server = await startServer(data, { LOG_LEVEL: 'debug' })
  const answers: string[] = []
  const send = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const sent = { method, headers: { 'content-type': 'application/json', ...headers }, ...(method === 'GET' ? {} : { body: text }) }
    const response = await fetch(server.url + path, sent)
    const answer = await response.text()
    answers.push(JSON.stringify([...response.headers]), answer)
    return { status: response.status, answer, token: /"accessToken":"([^"]+)"/.exec(answer)?.[1] ?? '' }
  }
  const login = 'canary@example.test'
  const register = (password: string) => send('POST', '/api/auth/register', { email: login, password, displayName: 'Bo Ek' })
  const signIn = (password: string, path = '/api/auth/login') => send('POST', path, { email: login, password })
  const status = async (answer: Promise<{ status: number }>) => (await answer).status

  expect(await status(register(typed.refused))).toBe(422)
  expect(await status(register(typed.registered))).toBe(202)
  expect(await status(register(typed.wrong))).toBe(202)
  expect(await status(signIn(typed.wrong))).toBe(401)
  expect(await status(signIn(typed.wrong, '/api/auth/jwt/create'))).toBe(401)
  const { token } = await signIn(typed.registered)
  const headers = { authorization: `Bearer ${token}` }
  const change = (currentPassword: string, newPassword: string) =>
    status(send('POST', '/api/auth/password/change', { currentPassword, newPassword }, headers))
  expect(await status(send('POST', '/api/auth/step-up', { method: 'password', password: typed.wrong }, headers))).toBe(401)
  expect(await change(typed.wrong, typed.changed)).toBe(401)
  expect(await change(typed.registered, typed.refused)).toBe(422)
  expect(await change(typed.registered, typed.changed)).toBe(200)
  expect(await status(signIn(typed.changed))).toBe(200)

  const own = { authorization: `Bearer ${(await signIn(typed.changed)).token}` }
  expect(await status(send('POST', '/api/auth/password/forgot', { login }))).toBe(202)
  const [, link = ''] = /#token=([\w-]{43})&policy/.exec((await send('GET', '/api/mailbox', undefined, own)).answer) ?? []
  const reset = (password: string, token = link) => status(send('POST', '/api/auth/password/reset', { token, password }))
  expect(await reset(typed.refused)).toBe(422)
  expect(await reset(typed.wrong, typed.stray)).toBe(404)
  expect(await reset(typed.reset)).toBe(200)
  expect(await reset(typed.wrong)).toBe(410)
  expect(await status(signIn(typed.reset))).toBe(200)

  expect(await status(send('POST', '/api/auth/login', `{"email": "x", "password": "${typed.broken}`))).toBe(400)
  expect(await status(send('POST', '/api/auth/login', { email: login, password: [typed.broken] }))).toBe(400)
  expect(await status(send('POST', '/api/auth/login', { email: typed.stray, password: typed.stray }))).toBe(401)
  expect(await status(send('POST', '/api/auth/login', typed.broken, { 'content-type': 'text/plain' }))).toBe(415)
  expect(await status(send('GET', `/api/auth/me?password=${typed.stray}`, undefined))).toBe(401)
  expect(await status(send('POST', `/api/auth/login?password=${typed.stray}`, { email: login, password: `${typed.wrong}\u0000` }))).toBe(
    400,
  )
  await server.stop()

  const places = new Map([['answers', Buffer.from(answers.join('\n'))], ['log', Buffer.from(server.output())], ...(await filesIn(data))])
  // The search sees what does stand in the open: an organisation's name in a table, a route in the log.
  expect(found(places, ['Harbour Clinic']).some((place) => place.startsWith('postgres/'))).toBe(true)
  expect(found(places, ['/api/auth/password/change'])).toContain('log')
  expect(found(places, Object.values(typed))).toEqual([])
  // The demo shows its mails to whom they are for; kept they are sealed.
  expect(found(places, [link, login])).toEqual(['answers'])
}, 60_000)

test('[B279 part] nor does any other credential: the secret of an authenticator, recovery codes, access and refresh tokens, an API key, cookies and their CSRF token', async () => {
  const data = await emptyFolder()
  const server = await startServer(data, { LOG_LEVEL: 'debug' })
  const admin = (await readAccounts(data)).find(({ role }) => role === 'admin')
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const sent = {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    const response = await fetch(server.url + path, sent)
    expect(response.status, path).toBeLessThan(300)
    return {
      body: Object(await response.json()),
      cookies: response.headers.getSetCookie().map((set) => set.split(';')[0]?.split('=')[1] ?? ''),
    }
  }
  const login = { login: admin?.login, password: admin?.password }
  const origin = { origin: server.url.replace('127.0.0.1', 'localhost'), 'sec-fetch-site': 'same-origin' }
  const first = (await send('POST', '/api/auth/login', login)).body
  const browser = await send('POST', '/api/auth/login', { ...login, cookie: true }, origin)
  const own = { authorization: `Bearer ${first.accessToken}` }
  const service = { service: { name: 'Vendor' }, scopes: ['doctor.list'] }
  const made = (await send('POST', '/api/api-keys', service, own)).body
  await send('GET', '/api/doctors', undefined, { authorization: `Bearer ${made.key}` })
  const renewed = (await send('POST', '/api/auth/refresh', { refreshToken: first.refreshToken })).body
  const headers = { authorization: `Bearer ${renewed.accessToken}` }
  const begun = (await send('POST', '/api/auth/totp', undefined, headers)).body
  const code = TOTP.generate({ secret: Secret.fromBase32(begun.secret) })
  const { recoveryCodes } = (await send('POST', '/api/auth/totp/confirmation?keepSessions=true', { code }, headers)).body
  const half = (await send('POST', '/api/auth/login', login)).body
  const shown = { challenge: half.secondFactor.challenge, method: 'recovery', code: recoveryCodes[0] }
  const second = (await send('POST', '/api/auth/second-factor', shown)).body
  await send('GET', '/api/auth/me', undefined, { cookie: `__Host-wardkeep=${browser.cookies[0]}` })
  // What is wrong, or in the wrong place, is written down no more than what is right.
  for (const [path, body] of [
    ['/api/auth/refresh', { refreshToken: first.accessToken }],
    ['/api/auth/jwt/verify', { token: renewed.refreshToken }],
    ['/api/auth/login', { login: begun.secret, password: made.key }],
    [`/api/auth/login?token=${second.refreshToken}`, { code: recoveryCodes[1] }],
  ] as const)
    await fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  await server.stop()

  const secrets: string[] = [
    begun.secret,
    ...recoveryCodes,
    ...recoveryCodes.map((each: string) => each.replaceAll('-', '')),
    ...[first, renewed, second].flatMap((pair) => [pair.accessToken, pair.accessToken.split('.')[2], pair.refreshToken]),
    half.secondFactor.challenge,
    made.key,
    made.key.slice(12),
    ...browser.cookies.map((cookie) => cookie.split('.').at(-1) ?? ''),
    browser.body.csrfToken,
  ]
  expect(secrets.length).toBeGreaterThan(30)
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(25)
  const places = new Map([['log', Buffer.from(server.output())], ...(await filesIn(data))])
  expect(found(places, ['/api/auth/totp/confirmation'])).toContain('log')
  expect(found(places, [made.key.slice(0, 11)]).some((place) => place.startsWith('postgres/'))).toBe(true)
  for (const secret of secrets) expect(found(places, [secret]), secret.slice(0, 3)).toEqual([])
}, 90_000)

async function filesIn(folder: string): Promise<[string, Buffer][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(
    files.map(async (entry): Promise<[string, Buffer]> => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(folder.length + 1), await readFile(path)]
    }),
  )
}
