import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, drAna, max, pia } from '../../../tests/people.ts'
import { bearer, fromElsewhere, pairOf, post } from './identity.fixture.ts'

const [short12, short15] = ['must have at least 12 characters', 'must have at least 15 characters']
const capital = 'must have a capital letter'
const small = 'must have a small letter'
const digit = 'must have a digit'
const sign = 'must have a character that is neither letter nor digit'
const common = 'must not be a common password'
const mixed = 'must have at least 15 characters, or else a capital letter, a small letter, a digit and another sign'

/** Password → the reasons of `composition`, `length` and `hybrid`, in this order. */
const table: [string, string[], string[], string[]][] = [
  ['Kw7-dozu', [short12], [short15], [short12]],
  ['Kw7-dozumek', [short12], [short15], [short12]],
  ['Kw7-dozumeko', [], [short15], []],
  ['kw7-dozumeko', [capital], [short15], [mixed]],
  ['KW7-DOZUMEKO', [small], [short15], [mixed]],
  ['Kwr-dozumeko', [digit], [short15], [mixed]],
  ['Kw7rdozumeko', [sign], [short15], [mixed]],
  ['kwrvdozumekola', [capital, digit, sign], [short15], [mixed]],
  ['kwrvdozumekolav', [capital, digit, sign], [], []],
  ['Kw7-dozumekola', [], [short15], []],
  ['Kw7-dozumekolav', [], [], []],
  ['אבדן-kwrv-DOZU7', [], [], []],
  ['המטריה שלי נשארה ברכבת', [capital, small, digit], [], []],
  ['Kw7-🙂🦜🧭🪁🛶🧵🎻', [short12], [short15], [short12]],
  ['Kw7-🙂🦜🧭🪁🛶🧵🎻🪴', [], [short15], []],
  ['Password123!', [common, 'common words', 'order'], [short15, common, 'common words', 'order'], [common, 'common words', 'order']],
  [
    'password123',
    [short12, capital, sign, 'common words', 'order'],
    [short15, 'common words', 'order'],
    [short12, mixed, 'common words', 'order'],
  ],
]

test.each(['composition', 'length', 'hybrid'] as const)(
  '[A111][A112][B50][B275][B276][F5][V6.2.1][V6.2.5 part] under the policy %s, whoever registers, and whoever changes a password, is told each rule that is broken, at its boundary',
  async (policy) => {
    const clinic = await openClinic()
    await clinic.sql('update organisations set password_policy = $1', [policy])
    const { accessToken } = await pairOf(clinic, drAna)
    let asked = 0
    for (const [password, ...reasons] of table) {
      const expected = reasons[['composition', 'length', 'hybrid'].indexOf(policy)] ?? []
      const registered = await post(
        clinic,
        '/api/auth/register',
        { email: `new-${asked++}@example.test`, password, displayName: 'Bo Ek' },
        fromElsewhere(),
      )
      expect(reasonsOf(registered), password).toEqual(expected.map(containing))
      if (expected.length === 0) continue
      const body = { currentPassword: castPassword, newPassword: password }
      const changed = await post(clinic, '/api/auth/password/change', body, bearer(accessToken))
      expect(reasonsOf(changed, 'newPassword'), password).toEqual(expected.map(containing))
    }
  },
)

test('an organisation begins with the policy `composition`, and no other than the three can be stored', async () => {
  const clinic = await openClinic()
  expect(await clinic.sql('select distinct password_policy from organisations')).toEqual([{ password_policy: 'composition' }])
  await expect(clinic.sql(`update organisations set password_policy = 'none'`)).rejects.toThrow(/password_policy/)
})

test('[B277 part][V6.2.11] no password may lean on the product, the organisation, or the name, username and address of its owner, at whichever door it is chosen, and each refusal says so', async () => {
  const clinic = await openClinic()
  const place = 'must be more than the name of the organisation or of this software'
  const personal = 'must have 12 characters besides your name, username and e-mail address'
  const chosen: [string, string][] = [
    ['Harbour-Clinic-1', place],
    ['Wardkeep-2027-!', place],
    ['W@rdk33p.W@rdk33p1', place],
    ['N1codemus.Quiet-9', personal],
    ['Owlish_42.Quiet-9', personal],
    ['Tamarind.Quiet-9', personal],
  ]
  const account = { email: 'tamarind@example.test', username: 'Owlish_42', displayName: 'Nicodemus Ek', password: 'Velvet-Tundra-4-Kayak' }
  expect((await post(clinic, '/api/auth/register', account, fromElsewhere())).status).toBe(202)
  const signedIn = await post(clinic, '/api/auth/login', { login: account.email, password: account.password }, fromElsewhere())
  const headers = bearer(String(signedIn.body.accessToken))
  await post(clinic, '/api/auth/password/forgot', { login: account.email }, fromElsewhere())
  const mails = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
  const token = tokenIn(mails.items.find(({ to, text }) => to === account.email && text.includes('/reset#'))?.text ?? '')
  for (const [password, reason] of chosen) {
    const registered = await post(clinic, '/api/auth/register', { ...account, password }, fromElsewhere())
    expect(reasonsOf(registered), password).toContainEqual(reason)
    const change = { currentPassword: account.password, newPassword: password }
    expect(reasonsOf(await post(clinic, '/api/auth/password/change', change, headers), 'newPassword'), password).toContainEqual(reason)
    expect(reasonsOf(await post(clinic, '/api/auth/password/reset', { token, password }, fromElsewhere())), password).toContainEqual(reason)
  }
})

test('[B277 part][V6.2.12 part] a listed password is refused at register, change and reset', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  await post(clinic, '/api/auth/password/forgot', { login: pia.email }, fromElsewhere())
  const mails = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
  const token = tokenIn(mails.items.find(({ to }) => to === pia.email)?.text ?? '')
  for (const password of ['Password123!', 'P@ssw0rd123!']) {
    const registered = await post(
      clinic,
      '/api/auth/register',
      { email: 'new@example.test', password, displayName: 'Bo Ek' },
      fromElsewhere(),
    )
    expect(reasonsOf(registered), password).toContainEqual(common)
    const change = { currentPassword: castPassword, newPassword: password }
    expect(reasonsOf(await post(clinic, '/api/auth/password/change', change, bearer(accessToken)), 'newPassword')).toContainEqual(common)
    expect(reasonsOf(await post(clinic, '/api/auth/password/reset', { token, password }, fromElsewhere()))).toContainEqual(common)
  }
})

test('[B277 part] a registered password may not be the name of the organisation or of the product, however it is dressed up', async () => {
  const clinic = await openClinic()
  for (const password of ['Harbour-Clinic-1', 'H4rb0urCl1n1c!7', 'Wardkeep-2027-!', 'W@rdk33p.W@rdk33p1']) {
    const answer = await post(clinic, '/api/auth/register', { email: 'new@example.test', password, displayName: 'Bo Ek' }, fromElsewhere())
    expect(reasonsOf(answer), password).toContainEqual('must be more than the name of the organisation or of this software')
  }
})

test('[V6.2.8][V6.2.9] passwords of 64, 128 and 256 characters, of many scripts, emoji and spaces, sign in exactly as typed', async () => {
  const clinic = await openClinic()
  const signs = [...'  🙂🪁🧭 שלום 한글 кот ßñü Zebra quilt']
  for (const length of [64, 128, 256]) {
    const password = `Aa1! ${Array.from({ length: length - 5 }, (_, at) => signs[(at * at + at * 7) % signs.length]).join('')}`
    expect([...password]).toHaveLength(length)
    const email = `long-${length}@example.test`
    expect((await post(clinic, '/api/auth/register', { email, password, displayName: 'Bo Ek' }, fromElsewhere())).status).toBe(202)
    expect(await signsIn(clinic, email, password)).toBe(200)
    for (const other of [`${password} `, password.trimEnd().slice(0, -1), password.toLowerCase(), password.replace('  ', ' ')]) {
      expect(await signsIn(clinic, email, other)).toBe(401)
    }
  }
})

test('[V6.2.10 part] two years later the password is still good', async () => {
  const clinic = await openClinic()
  clinic.clock.pass(2 * 365 * 86_400)
  expect(await signsIn(clinic, drAna.email, castPassword)).toBe(200)
})

async function signsIn(clinic: Clinic, login: string, password: string): Promise<number> {
  return (await post(clinic, '/api/auth/login', { login, password }, fromElsewhere())).status
}

function containing(reason: string): unknown {
  return expect.stringContaining(reason)
}

function reasonsOf({ status, body }: { status: number; body: Record<string, unknown> }, field = 'password'): unknown[] {
  const errors = Array.isArray(body.errors) ? body.errors : []
  expect(status).toBe(errors.length > 0 ? 422 : 202)
  if (errors.length > 0) expect(body.code).toBe('PASSWORD_REFUSED')
  expect(errors.every((error: { field: string }) => error.field === field)).toBe(true)
  return errors.map((error: { reason: string }) => error.reason)
}
