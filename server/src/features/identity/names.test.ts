import { Email, Username } from '@wardkeep/contract/identity.ts'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { openMailServer } from '../../../tests/mail-server.ts'
import { castPassword, max, pia } from '../../../tests/people.ts'
import { alike, bearer, fromElsewhere, post } from './identity.fixture.ts'
import { normaliseEmail } from './sign-in-names.ts'

const register = '/api/auth/register'
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-'

test('[B48] a username has 3 to 50 ASCII letters, digits, _ and -, is one whatever its case, opens the account beside the e-mail address, and whether it is taken is told nobody', async () => {
  const clinic = await openClinic()
  const taking = (username: string, n: number | string) => ({
    email: `user${n}@example.test`,
    username,
    password: castPassword,
    displayName: 'N. Nord',
  })
  for (const [place, [username, status]] of (
    [
      ['ab', 400],
      ['abc', 202],
      ['a'.repeat(50), 202],
      ['a'.repeat(51), 400],
      ['A-b_9', 202],
      ['a.b', 400],
      ['a b', 400],
      ['abc\n', 400],
      ['ab@c.example', 400],
      ['', 400],
      // Look-alikes: Cyrillic а, full width, a combining accent, a Kelvin sign that folds to k, a digit of another script.
      ['аdmin', 400],
      ['ａｂｃ', 400],
      ['abe\u0301', 400],
      ['\u212aevin', 400],
      ['abc٣', 400],
    ] as const
  ).entries())
    expect((await post(clinic, register, taking(username, place), fromElsewhere())).status, JSON.stringify(username)).toBe(status)

  for (const login of ['abc', 'ABC', ' aBc ', 'user1@example.test', 'USER1@EXAMPLE.TEST'])
    expect((await post(clinic, '/api/auth/login', { login, password: castPassword }, fromElsewhere())).status, login).toBe(200)
  const [free, taken] = [
    await post(clinic, register, taking('Nobody-Yet', 'free'), fromElsewhere()),
    await post(clinic, register, taking('aBC', 'taken'), fromElsewhere()),
  ]
  expect(alike(taken)).toEqual(alike(free))
  const wrong = { password: 'Wrong-Horse-7-Battery' }
  const known = await post(clinic, '/api/auth/login', { login: 'abc', ...wrong }, fromElsewhere())
  const unknown = await post(clinic, '/api/auth/login', { login: 'xyz', ...wrong }, fromElsewhere())
  expect(alike(known)).toEqual(alike(unknown))
  expect(
    (await post(clinic, '/api/auth/login', { login: 'user-taken@example.test', password: castPassword }, fromElsewhere())).status,
  ).toBe(401)
})

test('[B48 part] whatever text is offered as a username, it is taken exactly where its length and each of its characters are allowed', () => {
  const offered = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...letters, '.', ' ', 'ı', 'é'), maxLength: 55 }),
  )
  fc.assert(
    fc.property(offered, (text) => {
      const fits = text.length >= 3 && text.length <= 50 && [...text].every((character) => letters.includes(character))
      expect(Value.Check(Username, text)).toBe(fits)
    }),
    { numRuns: 2000 },
  )
})

const valid = [
  'a@b.example',
  'first.last+tag@sub.domain.example',
  "o'brien@b.example",
  'x_y-z=1!#$%&*/?^`{|}~@b.example',
  '1@2.example',
  'user@[no]'.replace('[no]', 'xn--mnchen-3ya.example'),
  'user@münchen.example',
  'לקוח@דוגמה.example',
  `${'l'.repeat(64)}@${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(60)}.example`.slice(0, 254),
]
const invalid = [
  '',
  'a',
  '@b.example',
  'a@',
  'a@b@c.example',
  'a b@c.example',
  'a@b c.example',
  'a\tb@c.example',
  'a\u0000@c.example',
  'a\u007f@c.example',
  'a@c.example\r\nBcc: eve@evil.test',
  'a@c.example\nRCPT TO:<eve@evil.test>',
  'a@c.example,eve@evil.test',
  'a@c.example;eve@evil.test',
  'Eve <eve@evil.test>',
  '"a"@c.example',
  'a(comment)@c.example',
  'a@[127.0.0.1]',
  'a:b@c.example',
  'a\\b@c.example',
  `${'l'.repeat(65)}@c.example`,
  `a@${'d'.repeat(249)}.example`,
]

test('[B49] an address of the practical subset is taken, written in whatever case and script, and nothing else, at every door that takes one; and none of it ever makes a header of a mail', async () => {
  for (const email of valid) expect([email, Value.Check(Email, email) && normaliseEmail(email) !== undefined]).toEqual([email, true])
  for (const email of invalid) expect([email, Value.Check(Email, email)]).toEqual([email, false])
  expect(normaliseEmail('User@MÜNCHEN.example')).toBe(normaliseEmail('user@xn--mnchen-3ya.example'))
  expect(normaliseEmail('a@ｅxample.test')).toBe('a@example.test')

  const clinic = await openClinic()
  const [mine, admin] = [bearer(await clinic.token(pia)), bearer(await clinic.token(max))]
  for (const email of invalid) {
    const doors = [
      post(clinic, register, { email, password: castPassword, displayName: 'N' }),
      post(clinic, '/api/invitations', { email, displayName: 'N', role: 'auditor' }, admin),
      post(clinic, '/api/auth/email/change', { email, currentPassword: castPassword }, mine),
    ]
    expect(
      (await Promise.all(doors)).map(({ status }) => status),
      JSON.stringify(email),
    ).toEqual([400, 400, 400])
  }
  expect(await clinic.sql('select from mails')).toEqual([])
  // One person, however the address is written.
  await post(clinic, register, { email: 'user@münchen.example', password: castPassword, displayName: 'N' }, fromElsewhere())
  for (const login of ['USER@MÜNCHEN.EXAMPLE', 'user@xn--mnchen-3ya.example'])
    expect((await post(clinic, '/api/auth/login', { login, password: castPassword }, fromElsewhere())).status).toBe(200)
})

test('[B49 part] of a letter that a stranger caused, every header is ours: what they wrote as a name stands in none of it', async () => {
  const mails = await openMailServer()
  const clinic = await openClinic({ profile: 'production', mail: { smtpUrl: mails.url, from: 'clinic@harbour.test' } })
  const said = 'Eve: x Bcc: eve@evil.test'
  await asks(clinic, 'ada@example.test', said)
  const { mail, to } = await mails.next('ada@example.test')
  expect(to).toEqual(['ada@example.test'])
  expect(mail.headers.map(({ key }) => key)).not.toContain('bcc')
  expect(JSON.stringify(mail)).not.toContain('Eve')
  for (const name of ['Eve\r\nBcc: eve@evil.test', 'Eve\nX: y', 'Eve\u2028X: y', 'Eve\u0085X'])
    expect((await asks(clinic, 'b@example.test', name)).status).toBe(400)
})

function asks(clinic: Clinic, email: string, displayName: string) {
  return post(clinic, register, { email, password: castPassword, displayName }, fromElsewhere())
}
