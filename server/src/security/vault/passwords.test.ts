import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { Passwords, passwordProblems } from './index.ts'
import { ownVault } from './vault.fixture.ts'

const password = 'Quiet-harbour-9'

test('[A38 part][B89 part] a password is stored as argon2id with 19 MiB and two passes, and only it verifies', async () => {
  const passwords = await ownPasswords()
  const stored = await passwords.hash(password)
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await passwords.hash(password)).not.toBe(stored)
  expect(await passwords.verify(stored, password)).toBe(true)
  expect(await passwords.verify(stored, 'Quiet-harbour-8')).toBe(false)
})

test('[A38 part] the 73rd byte of a password counts', async () => {
  const passwords = await ownPasswords()
  const stored = await passwords.hash(`${'a'.repeat(72)}b`)
  expect(await passwords.verify(stored, `${'a'.repeat(72)}c`)).toBe(false)
})

test('[A38 part] without the pepper of the installation the right password does not verify', async () => {
  const stored = await (await ownPasswords()).hash(password)
  expect(await (await ownPasswords()).verify(stored, password)).toBe(false)
})

test('one password typed in two Unicode spellings is one password, and look-alikes are not', async () => {
  const passwords = await ownPasswords()
  const stored = await passwords.hash('Café-harbour-9²')
  expect(await passwords.verify(stored, 'Cafe\u0301-harbour-9²')).toBe(true)
  expect(await passwords.verify(stored, 'Café-harbour-92')).toBe(false)
})

test('[F7 part] a password for nobody costs a hash and is wrong', async () => {
  const passwords = await ownPasswords()
  const verifying = passwords.verify(null, password)
  expect(passwords.load.running + passwords.load.waiting).toBe(1)
  expect(await verifying).toBe(false)
})

test('no more hashes run at once than there are cores, and the rest wait their turn', async () => {
  const passwords = await ownPasswords()
  const cores = availableParallelism()
  const all = Array.from({ length: cores + 3 }, () => passwords.verify(null, password))
  await Promise.resolve()
  expect(passwords.load).toEqual({ running: cores, waiting: 3 })
  expect(await Promise.all(all)).toEqual(all.map(() => false))
})

test('a hash made with other parameters is to be made anew', async () => {
  const passwords = await ownPasswords()
  expect(passwords.needsRehash(await passwords.hash(password))).toBe(false)
  expect(passwords.needsRehash(await hash(password, { memoryCost: 8192, timeCost: 1 }))).toBe(true)
})

test.each([
  ['Quiet-harbour-9', []],
  ['שלום-Quiet-harbour-9 🙂', []],
  ['Quiet-har-9', ['must have at least 12 characters']],
  ['quiet-harbour-9', ['must have a capital letter']],
  ['QUIET-HARBOUR-9', ['must have a small letter']],
  ['Quiet-harbour-x', ['must have a digit']],
  ['Quietxharbour9', ['must have a character that is neither letter nor digit']],
  [`Aa1-${'x'.repeat(1020)}`, []],
  [`Aa1-${'x'.repeat(1021)}`, ['must have at most 1024 characters']],
  ['Aa1-🙂🙂🙂🙂🙂🙂🙂🙂', []],
  ['Aa1-🙂🙂🙂🙂🙂🙂🙂', ['must have at least 12 characters']],
  [
    '',
    [
      'must have at least 12 characters',
      'must have a capital letter',
      'must have a small letter',
      'must have a digit',
      'must have a character that is neither letter nor digit',
    ],
  ],
])('[B50 part][F5 part] the policy says of %j which rules it breaks', (text, reasons) => {
  expect(passwordProblems(text)).toEqual(reasons.map((reason) => ({ field: 'password', reason })))
})

test('[F5 part] a password with the name or the e-mail name of its owner in it is refused', () => {
  const owner = { email: 'harbour@example.org', displayName: 'Li Otterberg' }
  const reason = 'must not contain your name or the name in your e-mail address'
  for (const text of ['Quiet-HARBOUR-99', 'otterBERG-Quiet-9', 'Quiet-ｈａｒｂｏｕｒ-9']) {
    expect(passwordProblems(text, owner)).toEqual([{ field: 'password', reason }])
  }
  expect(passwordProblems('Quiet-lights-example-9', owner)).toEqual([])
})

async function ownPasswords() {
  return new Passwords((await ownVault()).keys)
}
