import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCsv } from './csv.ts'
import { BundleRefused } from './refused.ts'
import { readUserList } from './user-list.ts'

const hash = `$2b$12$${'a'.repeat(53)}`
const row = { email: 'ada@old.example', display_name: 'Ada L.', role: 'Physician', password_hash: hash }

test('whatever the fields hold, what was written as CSV is read back, with either line end and with or without quotes', () => {
  const field = fc.stringMatching(/^[a-z",\n\r ]{0,8}$/)
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), fc.constantFrom('\n', '\r\n'), (rows, end) => {
      const written = rows.map((fields) => fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join(end)
      expect(parseCsv(written)).toEqual(rows)
    }),
  )
  expect(parseCsv('\ufeffa,b\r\n1,\r\n\r\n,2')).toEqual([
    ['a', 'b'],
    ['1', ''],
    ['', '2'],
  ])
})

test('any text at all is read or refused with the row of its fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'x', '{', '[', ':', ']') }), (text) => {
      try {
        readUserList(Buffer.from(text))
        return false
      } catch (cause) {
        return cause instanceof BundleRefused
      }
    }),
  )
})

test('a list is read alike from CSV and JSON, whatever the columns are called in that system, and physicians are doctors', () => {
  const facts = [{ email: 'ada@old.example', displayName: 'Ada L.', role: 'doctor', passwordHash: hash }]
  expect(readUserList(Buffer.from(JSON.stringify({ users: [row] })))).toEqual(facts)
  expect(readUserList(Buffer.from(JSON.stringify([{ ...row, more: 1, language: null }])))).toEqual(facts)
  expect(
    readUserList(Buffer.from(`E-mail,Display Name,ROLE,passwordHash,language\nada@old.example,"Ada L.",physician,${hash},\n`)),
  ).toEqual(facts)
})

test.each([
  ['an address that is none', { ...row, email: 'canary' }, 'row 2: email: is not an e-mail address'],
  ['an address that ends a header', { ...row, email: 'canary@x.example\r\nBcc: y@z.example' }, 'row 2: email: is not an e-mail address'],
  ['a name that is missing', { ...row, display_name: '' }, 'row 2: displayName: is missing'],
  ['a name of two lines', { ...row, display_name: 'Canary\nNext' }, 'row 2: displayName: must be one line of 1 to 200 characters'],
  ['a role that nobody has', { ...row, role: 'canary' }, 'row 2: role: must be one of patient, doctor, admin, reception, auditor'],
  ['a key’s role', { ...row, role: 'service' }, 'row 2: role: must be one of patient, doctor, admin, reception, auditor'],
  ['a hash of another kind', { ...row, password_hash: '5f4dcc3b5aa765d61d8327deb882cf99' }, 'row 2: passwordHash: is no bcrypt hash'],
  ['a password', { ...row, password_hash: 'canary-Canary-7' }, 'row 2: passwordHash: is no bcrypt hash'],
  ['a hash that costs too much', { ...row, password_hash: hash.replace('$12$', '$16$') }, 'row 2: passwordHash: is no bcrypt hash'],
  ['a hash that costs too little', { ...row, password_hash: hash.replace('$12$', '$03$') }, 'row 2: passwordHash: is no bcrypt hash'],
  ['a language that is none', { ...row, language: 'canary!' }, 'row 2: language: is not a language tag'],
  ['a short username', { ...row, username: 'ab' }, 'row 2: username: must be 3 to 50'],
  ['an address of another row', { ...row, email: 'First@old.example' }, 'row 2: email: is that of row 1 too'],
  ['a number', { ...row, email: 7 }, 'row 2: email: must be text'],
])('%s refuses the whole list, with its row and nothing of what stands there', (_, second, sentence) => {
  const reading = () => readUserList(Buffer.from(JSON.stringify([{ ...row, email: 'first@old.example' }, second])))
  expect(reading).toThrow(sentence)
  expect(reading).not.toThrow(/canary/i)
})

test('every form of bcrypt hash is taken that other systems write, of a cost from 4 to 15', () => {
  for (const kind of ['$2a$', '$2b$', '$2y$'])
    for (const cost of ['04', '09', '10', '15'])
      expect(
        readUserList(Buffer.from(JSON.stringify([{ ...row, password_hash: `${kind}${cost}$${'./Az09'.repeat(9).slice(0, 53)}` }]))),
      ).toHaveLength(1)
})

test.each([
  ['no UTF-8', Buffer.from([0xff, 0xfe]), 'the file: is not UTF-8'],
  ['nobody', Buffer.from('[]'), 'the file: names nobody'],
  ['no list', Buffer.from('{"people": []}'), 'must be a list'],
  ['a missing column', Buffer.from('email,role\na@b.example,patient'), 'the header: lacks the column displayName'],
  ['a column twice', Buffer.from(`email,displayName,role,passwordHash,E-Mail\n`), 'the header: names a column twice'],
  ['too few fields', Buffer.from('email,displayName,role,passwordHash\na@b.example,A'), 'row 1: has 2 fields, and the header 4'],
])('a file with %s is refused', (_, bytes, sentence) => {
  expect(() => readUserList(bytes)).toThrow(sentence)
})
