import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, paul, pia } from '../../../tests/people.ts'
import { leastHashCost } from '../../security/vault/index.ts'
import { addGuarded, challengeOf, post, withFactor } from './identity.fixture.ts'

const today = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/

test('[A38][B278][V11.4.2] an account imported with a bcrypt hash signs in, has an argon2id hash with pepper from then on, and its 73rd byte counts', async () => {
  const clinic = await openClinic({ hashCost: leastHashCost })
  const long = `Imported-${'x'.repeat(63)}`
  const password = `${long}-Pass-9`
  expect(Buffer.byteLength(long)).toBe(72)
  await imported(clinic, await bcrypt(password, 5))
  expect(await signIn(clinic, `Imported+${password.slice(9)}`)).toBe(401)
  expect(await hashOf(clinic)).toMatch(/^\$2/)

  expect(await signIn(clinic, password)).toBe(200)
  expect(await hashOf(clinic)).toMatch(today)
  // What bcrypt cut off is read now.
  expect(await signIn(clinic, `${long}-Pass-8`)).toBe(401)
  expect(await signIn(clinic, long)).toBe(401)
  expect(await signIn(clinic, password)).toBe(200)
})

test('[F6] a hash of an old cost is made anew at the next sign-in with today’s cost from the configuration, without a word, and only by the right password', async () => {
  const clinic = await openClinic()
  const [row] = await clinic.sql('select password_hash from users where id = $1', [clinic.who(pia).userId])
  const dearer = await openClinic({ hashCost: { memoryMiB: 21, passes: 3 } })
  expect(await hashOf(dearer)).toBe(row?.password_hash)
  expect(await signIn(dearer, `${castPassword}?`)).toBe(401)
  expect(await hashOf(dearer)).toBe(row?.password_hash)
  const before = (await dearer.events()).length
  expect(await signIn(dearer, castPassword)).toBe(200)
  expect(await hashOf(dearer)).toMatch(/^\$argon2id\$v=19\$m=21504,t=3,p=1\$/)
  expect((await dearer.events()).length - before).toBe(1)
  const made = await hashOf(dearer)
  expect(await signIn(dearer, castPassword)).toBe(200)
  expect(await hashOf(dearer)).toBe(made)
})

test('an imported account with a second factor is asked for it, and one that is closed is refused and left as it was', async () => {
  const clinic = await openClinic({ hashCost: leastHashCost })
  await addGuarded(clinic)
  await clinic.sql('update users set password_hash = $1', [await bcrypt(castPassword, 5)])
  await challengeOf(clinic)
  const [guarded] = await clinic.sql(
    `select u.password_hash from users u where exists (select from second_factors f where f.user_id = u.id)`,
  )
  expect(guarded?.password_hash).toMatch(today)
  await clinic.sql('update users set active = false where id = $1', [clinic.who(pia).userId])
  expect(await signIn(clinic, castPassword)).toBe(401)
  expect(await hashOf(clinic)).toMatch(/^\$2/)
  expect(withFactor.email).not.toBe(pia.email)
})

test('of eight first sign-ins of an imported account at once, all get in, and the hash is one that verifies', async () => {
  const clinic = await openClinic({ poolSize: 12, hashCost: leastHashCost })
  await imported(clinic, await bcrypt(castPassword, 5))
  const statuses = await Promise.all(Array.from({ length: 8 }, () => signIn(clinic, castPassword)))
  expect(statuses).toEqual(Array(8).fill(200))
  expect(await signIn(clinic, castPassword)).toBe(200)
})

test('a stolen row does not verify in another installation: an argon2id hash without our pepper is nobody’s', async () => {
  const clinic = await openClinic({ hashCost: leastHashCost })
  await imported(clinic, await argon2(castPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }))
  expect(await signIn(clinic, castPassword)).toBe(401)
  expect((await post(clinic, '/api/auth/login', { login: paul.email, password: castPassword })).status).toBe(200)
})

async function imported(clinic: Clinic, hash: string): Promise<void> {
  await clinic.sql('update users set password_hash = $2 where id = $1', [clinic.who(pia).userId, hash])
}

async function hashOf(clinic: Clinic): Promise<unknown> {
  const [row] = await clinic.sql('select password_hash from users where id = $1', [clinic.who(pia).userId])
  return row?.password_hash
}

async function signIn(clinic: Clinic, password: string): Promise<number> {
  return (await post(clinic, '/api/auth/login', { login: pia.email, password })).status
}
