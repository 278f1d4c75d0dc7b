// Whoever wants somebody else's account, by its mail, its session or its rows.
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, drAna, drIdan, max, paul, pia } from '../../../tests/people.ts'
import { assign, note } from '../records/records.fixture.ts'
import { alike, bearer, challengeFor, codeAt, enrol, from, fromElsewhere, knows, pairOf, post, send } from './identity.fixture.ts'

const forgot = '/api/auth/password/forgot'
const reset = '/api/auth/password/reset'
const chosen = 'Velvet-Tundra-4-Kayak'

test('[B82] a forgotten password tells nobody who has an account, its link goes to our own host, works once, in one hand, ends every session, and still leaves the second factor to be shown', async () => {
  const clinic = await openClinic()
  const sessions = [await pairOf(clinic, pia), await pairOf(clinic, pia)]
  const { secret } = await enrol(clinic, sessions[0]?.accessToken ?? '')
  const [known, nobody] = [await post(clinic, forgot, { login: pia.email }), await post(clinic, forgot, { login: 'nobody@harbour.test' })]
  expect(alike(known)).toEqual(alike(nobody))
  expect(known.status).toBe(202)
  const older = await linkTo(clinic, pia.email)
  await poison(clinic, pia.email, 'evil.test')
  const mail = await mailTo(clinic, pia.email)
  expect(mail?.text.match(/https?:\/\/[^\s#]+/g)).toEqual(['http://localhost:8080/reset'])
  const token = tokenIn(mail?.text ?? '')
  expect((await post(clinic, reset, { token: older, password: chosen })).body.code).toBe('LINK_REPLACED')
  const race = await Promise.all(
    Array.from({ length: 6 }, (_, n) => post(clinic, reset, { token, password: `${chosen}-${n}` }, fromElsewhere())),
  )
  expect(race.filter(({ status }) => status === 200)).toHaveLength(1)
  expect((await post(clinic, reset, { token, password: chosen }, fromElsewhere())).body.code).toBe('LINK_USED')
  expect(race.flatMap(({ headers }) => headers.getSetCookie())).toEqual([])
  for (const { accessToken, refreshToken } of sessions) {
    expect(await knows(clinic, accessToken)).toBe(401)
    expect((await post(clinic, '/api/auth/refresh', { refreshToken })).status).toBe(401)
  }
  const password = `${chosen}-${race.findIndex(({ status }) => status === 200)}`
  const half = await post(clinic, '/api/auth/login', { login: pia.email, password })
  expect(half.body).toHaveProperty('secondFactor')
  expect(half.body).not.toHaveProperty('accessToken')
  clinic.clock.pass(60)
  const { challenge } = Object(half.body.secondFactor)
  const code = codeAt(secret, clinic.clock.now())
  expect((await post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code })).status).toBe(200)
})

test('[T27] what a request says of its own host or address makes no link and passes no limit, unless the operator’s proxy says it; and what that proxy says of a host makes no link either', async () => {
  for (const trustedProxies of [[], ['127.0.0.1'], ['10.0.0.0/8']]) {
    const clinic = await openClinic({ trustedProxies })
    for (const host of ['evil.test', 'evil.test:8080', 'localhost:8080@evil.test', 'localhost:8080, evil.test']) {
      await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_failed_names')
      expect(await poison(clinic, pia.email, host)).toBe(202)
      expect((await mailTo(clinic, pia.email))?.text.match(/https?:\/\/[^\s#]+/g), host).toEqual(['http://localhost:8080/reset'])
      const earlier = ['made_at', 'expires_at', 'stands_until'].map((column) => `${column} = ${column} - interval '2 hours'`)
      await clinic.sql(`update mailed_links set ${earlier}`)
    }
    await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_failed_names')
    const statuses: number[] = []
    for (let n = 0; n < 7; n += 1) {
      const headers = {
        ...from(`203.0.113.${n}`),
        'x-real-ip': `203.0.113.${n}`,
        forwarded: `for=203.0.113.${n}`,
        'client-ip': `203.0.113.${n}`,
      }
      const body = { login: `somebody${n}@harbour.test`, password: 'Wrong-Horse-7-Battery' }
      statuses.push((await post(clinic, '/api/auth/login', body, headers)).status)
    }
    const believed = trustedProxies.includes('127.0.0.1')
    expect(statuses, trustedProxies.join()).toEqual(believed ? Array(7).fill(401) : [401, 401, 401, 401, 401, 429, 429])
  }
  // Behind the proxy only what it added itself counts: what the caller wrote before it is hearsay.
  const clinic = await openClinic()
  const said: number[] = []
  for (let n = 0; n < 7; n += 1) {
    const body = { login: `other${n}@harbour.test`, password: 'Wrong-Horse-7-Battery' }
    said.push((await post(clinic, '/api/auth/login', body, { 'x-forwarded-for': `203.0.113.${n}, 198.51.100.1` })).status)
  }
  expect(said).toEqual([401, 401, 401, 401, 401, 429, 429])
})

test('[T40] a thief in somebody’s session can change neither password, factors nor address; who knows the password too is told of to the old address, and undone from it for 72 hours', async () => {
  const clinic = await openClinic()
  const owner = await pairOf(clinic, pia)
  const { secret } = await enrol(clinic, owner.accessToken)
  clinic.clock.pass(301)
  const stolen = bearer((await clinic.stranger().refresh({ body: { refreshToken: owner.refreshToken } })).accessToken)
  const email = 'thief@evil.test'
  const script: [string, string, object | undefined][] = [
    ['DELETE', '/api/auth/totp', undefined],
    ['POST', '/api/auth/totp', undefined],
    ['POST', '/api/auth/recovery-codes', undefined],
    ['POST', '/api/auth/passkeys/registration', undefined],
    ['POST', '/api/auth/account/closure', { email: pia.email }],
    ['POST', '/api/auth/email/change', { email, currentPassword: 'a-guess' }],
    ['POST', '/api/auth/password/change', { currentPassword: 'a-guess', newPassword: chosen }],
    ['POST', '/api/auth/step-up', { method: 'password', password: 'a-guess' }],
    ['POST', '/api/auth/step-up', { method: 'totp', code: '000000' }],
  ]
  for (const [method, path, body] of script)
    expect((await send(clinic, method, path, { headers: stolen, ...(body && { body }) })).status, `${method} ${path}`).toBe(401)
  expect(await clinic.sql('select template from mails order by id')).toEqual([{ template: 'second-factor-changed' }])

  await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_failed_names')
  const change = () => post(clinic, '/api/auth/email/change', { email, currentPassword: castPassword }, stolen)
  expect((await change()).status).toBe(401)
  // Without a second factor, as most patients are, the password is the whole proof.
  await clinic.sql('create table set_aside as select * from second_factors')
  await clinic.sql('delete from second_factors')
  expect((await change()).status).toBe(202)
  expect((await post(clinic, '/api/auth/email/change/confirmation', { token: await linkTo(clinic, email) })).status).toBe(200)
  const notice = await mailTo(clinic, pia.email)
  expect(notice).toMatchObject({ template: 'email-changed' })
  // The way back stands for three days; its mailed secret is renewed on the way.
  clinic.clock.pass(72 * 3600 - 1)
  await post(clinic, '/api/auth/link/renewal', { token: tokenIn(notice?.text ?? '') })
  expect((await post(clinic, '/api/auth/email/change/undo', { token: await linkTo(clinic, pia.email) })).status).toBe(200)
  for (const login of [email, pia.email])
    expect((await post(clinic, '/api/auth/login', { login, password: castPassword }, fromElsewhere())).status, login).toBe(401)
  expect(await clinic.sql('select id from sessions where ended_at is null and user_id = $1', [clinic.who(pia).userId])).toEqual([])
  await clinic.sql('insert into second_factors select * from set_aside')
  await post(clinic, forgot, { login: pia.email })
  expect((await post(clinic, reset, { token: await linkTo(clinic, pia.email), password: chosen })).status).toBe(200)
  const half = await post(clinic, '/api/auth/login', { login: pia.email, password: chosen })
  const { challenge } = Object(half.body.secondFactor)
  const code = codeAt(secret, clinic.clock.now())
  expect((await post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code })).status).toBe(200)
})

test('[B89][V6.5.2] a dump of every table holds no password, second factor or private key, what is sealed looks like noise, and moved to another row it opens nothing', async () => {
  const clinic = await openClinic()
  const [mine, other] = [
    await enrol(clinic, (await pairOf(clinic, pia)).accessToken),
    await enrol(clinic, (await pairOf(clinic, paul)).accessToken),
  ]
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const sign = async () => {
    const { id } = await ana.createRecord({ body: { patientId: clinic.who(pia).patientId ?? '', ...note } })
    return ana.signRecord({ params: { id }, body: {} })
  }
  await sign()
  const tables = await clinic.sql(
    `select table_name::text as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const dump: string[] = []
  for (const { name } of tables) dump.push(JSON.stringify(await clinic.sql(`select to_jsonb(t) as row from ${String(name)} t`)))
  const text = dump.join('\n')
  // 28 letters of five bits each.
  for (const code of mine.codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$/)
  const raw = (base32: string) => Buffer.from(base32, 'utf8')
  for (const secret of [castPassword, mine.secret, other.secret, ...mine.codes, ...other.codes])
    for (const form of [secret, secret.replaceAll('-', ''), raw(secret).toString('hex'), raw(secret).toString('base64').replace(/=+$/, '')])
      expect(text.includes(form), form.slice(0, 4)).toBe(false)
  expect(text).not.toMatch(/PRIVATE KEY|"d":\s*"[\w-]{43}"/)
  for (const { password_hash } of await clinic.sql('select password_hash from users')) expect(password_hash).toMatch(/^\$argon2id\$/)
  for (const [table, column] of [
    ['second_factors', 'secret'],
    ['signing_keys', 'private_key'],
    ['users', 'profile'],
    ['recovery_codes', 'code_hash'],
  ]) {
    const rows = await clinic.sql(`select ${column} as sealed from ${table}`)
    expect(
      entropyOf(Buffer.concat(rows.map(({ sealed }) => noiseIn(sealed, column === 'code_hash'))), rows.length),
      `${table}.${column}`,
    ).toBe(true)
  }

  const swap = (table: string, column: string, id: string, one: unknown, two: unknown) =>
    clinic.sql(
      `update ${table} t set ${column} = o.${column} from ${table} o where (t.${id} = $1 and o.${id} = $2) or (t.${id} = $2 and o.${id} = $1)`,
      [one, two],
    )
  await swap('second_factors', 'secret', 'user_id', clinic.who(pia).userId, clinic.who(paul).userId)
  clinic.clock.pass(60)
  for (const secret of [mine.secret, other.secret]) {
    const { challenge } = await challengeFor(clinic, pia)
    const code = codeAt(secret, clinic.clock.now())
    expect((await post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code }, fromElsewhere())).status).not.toBe(200)
  }
  await swap('signing_keys', 'private_key', 'doctor_id', clinic.who(drAna).doctorId, clinic.who(drIdan).doctorId)
  await expect(sign()).rejects.toMatchObject({ status: 500 })
})

/** The part of an envelope behind its header of key id and nonce, or a hash as it is. */
function noiseIn(sealed: unknown, hash: boolean): Buffer {
  const bytes = sealed instanceof Buffer ? sealed : Buffer.alloc(0)
  return hash ? bytes : bytes.subarray(bytes.length - 40)
}

/** Whether bytes are as evenly spread as random ones of that number would be: by chi-squared over the 16 halves of a byte, far out at 0.0001. */
function entropyOf(bytes: Buffer, rows: number): boolean {
  const counts = Array<number>(16).fill(0)
  for (const byte of bytes) for (const half of [byte >> 4, byte & 15]) counts[half] = (counts[half] ?? 0) + 1
  const expected = (bytes.length * 2) / 16
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return rows > 0 && bytes.length >= 40 && chi < 44.3
}

async function mailTo(clinic: Clinic, address: string) {
  const { items } = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
  return items.find(({ to }) => to === address)
}

async function linkTo(clinic: Clinic, address: string): Promise<string> {
  return tokenIn((await mailTo(clinic, address))?.text ?? '')
}

/** Asks for a link with hosts that are not ours, in every header that names one; fetch would not send them. */
function poison(clinic: Clinic, login: string, host: string): Promise<number | undefined> {
  const headers = {
    host,
    'content-type': 'application/json',
    'x-forwarded-host': host,
    'x-forwarded-proto': 'https',
    'x-forwarded-server': host,
    'x-original-host': host,
    forwarded: `host="${host}";proto=https`,
  }
  return new Promise((resolve, reject) => {
    const asking = request(clinic.url + forgot, { method: 'POST', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asking.on('error', reject)
    asking.end(JSON.stringify({ login }))
  })
}
