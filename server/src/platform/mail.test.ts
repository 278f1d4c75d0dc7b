import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openMailServer } from '../../tests/mail-server.ts'
import { isOneAddress, LetterRefused, openCarrier, reachOf } from './mail.ts'

const from = 'clinic@wardkeep.test'
const letter = { id: '01890000-0000-7000-8000-000000000000', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>', date: new Date(0) }

const pieces = [
  'a',
  'b.c',
  '@',
  '\r\n',
  '\n',
  '\r',
  'Bcc: eve@evil.test',
  ',',
  ';',
  '<',
  '>',
  ' ',
  '"',
  '\u0000',
  '\u2028',
  '=?utf-8?q?',
  'é',
  'ש',
  '%0d%0a',
  '.test',
  '(x)',
  ':',
  '\\',
  'RCPT TO:',
]
const hostile = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''))
const around = fc
  .tuple(hostile, fc.constantFrom('', '@b.test', 'a@b.test', 'a@b.test\r\nBcc: eve@evil.test'))
  .map((parts) => parts.join(''))

test('[B49 part] whatever stands in an address or a subject, a letter has the one recipient that was meant, and no header that was not', async () => {
  const server = await openMailServer()
  const carrier = openCarrier(server.url, from)
  await fc.assert(
    fc.asyncProperty(around, hostile, async (to, subject) => {
      server.received.length = 0
      const carried = await carrier.carry({ ...letter, to, subject }).then(
        () => true,
        (cause: unknown) => cause,
      )
      if (!isOneAddress(to)) expect(carried).toBeInstanceOf(LetterRefused)
      for (const { to: recipients, mail, from: sender } of server.received) {
        expect([sender, recipients.length]).toEqual([from, 1])
        // Quoted where RFC 5321 asks for it.
        expect(recipients[0]?.replaceAll('"', '').split('@')[0]).toBe(to.split('@')[0])
        // A subject of nothing but blanks may be left out.
        const keys = mail.headers.map(({ key }) => key).sort()
        expect([headers, headers.filter((key) => key !== 'subject')]).toContainEqual(keys)
        if (/\S/.test(mail.subject ?? '')) expect(keys).toContain('subject')
        expect(mail.to?.length).toBe(1)
        expect(mail.bcc).toBeUndefined()
      }
    }),
    { numRuns: 300 },
  )
})

test('an address is one, or no letter leaves', () => {
  for (const good of ['a@b', 'nora.o’neil+clinic@example.test', 'שרה@example.test', `${'a'.repeat(64)}@example.test`])
    expect(isOneAddress(good)).toBe(true)
  for (const bad of [
    '',
    'a',
    'a@',
    '@b',
    'a@b@c',
    'a b@c',
    'a@b, c@d',
    'a@b\n',
    '"x"@y',
    'A <a@b>',
    'a@[127.0.0.1]',
    `${'a'.repeat(65)}@b`,
    `a@${'b'.repeat(260)}`,
  ])
    expect(isOneAddress(bad), bad).toBe(false)
})

test('every host but this one is spoken to over TLS', () => {
  expect(reachOf('smtp://mail.example:2525')).toMatchObject({ host: 'mail.example', port: 2525, secure: false, requireTLS: true })
  expect(reachOf('smtps://us%40er:p%2Fw@mail.example')).toMatchObject({ port: 465, secure: true, auth: { user: 'us@er', pass: 'p/w' } })
  for (const near of ['smtp://127.0.0.1', 'smtp://localhost', 'smtp://[::1]:25']) expect(reachOf(near).requireTLS).toBe(false)
  for (const far of ['smtp://127.0.0.1.example', 'smtp://localhost.example', 'smtp://10.0.0.1']) expect(reachOf(far).requireTLS).toBe(true)
  expect(reachOf('smtp://mail.example').tls).toEqual({ minVersion: 'TLSv1.2' })
})

test('a server elsewhere without TLS, or with a certificate that nobody signed, gets nothing', async () => {
  for (const tls of [false, true]) {
    const server = await openMailServer({ tls })
    // The name of this machine by which it is not taken for itself.
    const carrier = openCarrier(server.url.replace('127.0.0.1', '0.0.0.0'), from)
    const refused = await carrier.carry({ ...letter, to: 'a@b.test' }).catch((cause: unknown) => cause)
    expect(refused).not.toBeInstanceOf(LetterRefused)
    expect(refused).toMatchObject(tls ? { code: 'ESOCKET', message: expect.stringContaining('certificate') } : { code: 'ETLS' })
    expect(server.received).toEqual([])
  }
})

const headers = ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to']
