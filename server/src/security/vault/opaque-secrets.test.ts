import { expect, test } from 'vitest'
import { newSecret, OpaqueSecrets, successorOf } from './index.ts'
import { ownVault, pia, stranger } from './vault.fixture.ts'

test('a new secret has 256 bits and never comes twice', () => {
  const secrets = Array.from({ length: 1000 }, newSecret)
  expect(new Set(secrets).size).toBe(1000)
  for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
})

test('a secret is found by a hash that another installation would not make', async () => {
  const [here, there] = [new OpaqueSecrets((await ownVault()).keys), new OpaqueSecrets((await ownVault()).keys)]
  const secret = newSecret()
  expect(here.hash(secret)).toHaveLength(32)
  expect(here.hash(secret)).toEqual(here.hash(secret))
  expect(here.hash(secret)).not.toEqual(there.hash(secret))
  expect(here.hash(secret)).not.toEqual(here.hash(newSecret()))
})

test('[C11 part] the successor of a spent refresh token is the same at every retry, and unknowable without the family secret', () => {
  const [family, otherFamily] = [Buffer.from(newSecret(), 'base64url'), Buffer.from(newSecret(), 'base64url')]
  const spent = newSecret()
  const next = successorOf(family, spent)
  expect(successorOf(family, spent)).toBe(next)
  expect(Buffer.from(next, 'base64url')).toHaveLength(32)
  expect(new Set([spent, next, successorOf(family, next), successorOf(otherFamily, spent)]).size).toBe(4)
})

test('[B59 part] a CSRF token has 256 bits and fits its session alone', async () => {
  const secrets = new OpaqueSecrets((await ownVault()).keys)
  const token = secrets.csrfToken(pia)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(secrets.csrfMatches(pia, token)).toBe(true)
  expect(secrets.csrfMatches(stranger, token)).toBe(false)
  for (const wrong of ['', token.slice(1), `${token}A`, secrets.csrfToken(stranger)]) expect(secrets.csrfMatches(pia, wrong)).toBe(false)
})
