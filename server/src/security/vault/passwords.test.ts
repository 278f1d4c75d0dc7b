import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { Passwords } from './index.ts'
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

test('[F6 part] another cost makes another hash, and what was made at the old one still verifies', async () => {
  const { keys } = await ownVault()
  const [today, dearer] = [new Passwords(keys), new Passwords(keys, { memoryMiB: 20, passes: 3 })]
  const stored = await today.hash(password)
  expect(await dearer.hash(password)).toMatch(/^\$argon2id\$v=19\$m=20480,t=3,p=1\$/)
  expect(dearer.needsRehash(stored)).toBe(true)
  expect(await dearer.verify(stored, password)).toBe(true)
})

// Made by the crypt(3) of glibc's libxcrypt, with a salt known from the first bcrypt test vectors.
const salt = 'N9qo8uLOickgx2ZMRZoMye'
test.each([
  ['$2a$', 'Imported-Pass-9', `$2a$05$${salt}UwtJm72RZ98Gk.4WM06dczBL3Ei4Z6.`],
  ['$2b$', 'Imported-Pass-9', `$2b$05$${salt}UwtJm72RZ98Gk.4WM06dczBL3Ei4Z6.`],
  ['$2y$', 'Imported-Pass-9', `$2y$05$${salt}UwtJm72RZ98Gk.4WM06dczBL3Ei4Z6.`],
  ['$2b$ of Hebrew', 'סיסמה-Imported-9', `$2b$05$${salt}Uzd4UwVWqiKgZebEOWA/x.rqQ56MoEy`],
])('[A38 part][B278 part] an imported %s hash verifies its password and no other, and is to be made anew', async (_, typed, stored) => {
  const passwords = await ownPasswords()
  const verifying = passwords.verify(stored, typed)
  expect(passwords.load.running + passwords.load.waiting).toBe(1)
  expect(await verifying).toBe(true)
  expect(await passwords.verify(stored, typed.toUpperCase())).toBe(false)
  expect(passwords.needsRehash(stored)).toBe(true)
})

test('an imported hash that would hold a core for minutes, and what is no hash at all, is nobody’s', async () => {
  const passwords = await ownPasswords()
  const rest = `$${salt}UwtJm72RZ98Gk.4WM06dczBL3Ei4Z6.`
  for (const stored of [`$2b$31${rest}`, `$2x$05${rest}`, '$2b$05$short', '', 'plain', '$argon2i$v=19$m=19456,t=2,p=1$AA$AA']) {
    expect(await passwords.verify(stored, 'Imported-Pass-9'), stored).toBe(false)
  }
})

async function ownPasswords() {
  return new Passwords((await ownVault()).keys)
}
