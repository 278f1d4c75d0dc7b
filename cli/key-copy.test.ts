// The copy of the keys, as an operator makes it and needs it: beside a running server, and after the keys are gone.
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { emptyFolder, freePort, readAccounts, refusedStart, startServer } from '../server/tests/process.ts'
import { begin } from './command.fixture.ts'

const passphrase = 'nine otters carry a lantern'
const secretKey = 'Zk8vN2qW5rT9yB3mL6pX1cF4hJ7dS0gAeUiO'

test('[V11.4.4] a copy of the keys that was made beside a running server gives back every chart when key store, root key and SECRET_KEY are gone; a weak or wrong passphrase, an altered file and a name that is taken change nothing', async () => {
  const [data, safe] = [await emptyFolder(), await emptyFolder()]
  const settings = { WARDKEEP_DATA: data, SECRET_KEY: secretKey }
  const [file, other] = [join(safe, 'keys.copy'), join(safe, 'other.copy')]
  const keys = async (verb: 'copy' | 'restore', typed: string, { at = file, without = false } = {}) => {
    const { child, ended } = begin(['keys', verb, at], without ? { WARDKEEP_DATA: data } : settings)
    child.stdin?.end(typed)
    return ended
  }
  const server = await startServer(data, { SECRET_KEY: secretKey })
  const before = await chart(server.url, data)
  expect(before.displayName).not.toBe('')

  for (const [typed, said] of [
    ['', 'No passphrase was given'],
    ['fourteen chars\n', 'at least 15 characters'],
    ['passwordpassword\n', 'must be more than'],
  ] as const)
    expect(await keys('copy', typed)).toMatchObject({ out: '', err: expect.stringContaining(said) })
  expect(await readdir(safe)).toEqual([])
  const made = await keys('copy', `${passphrase}\n`)
  expect(made).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^The keys of 2 organisations and \d+ patients are sealed/) })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(safe)).toEqual(['keys.copy'])
  const sealed = await readFile(file)
  const rootKey = (await readFile(join(data, 'root.key'), 'utf8')).trim()
  for (const secret of [rootKey, secretKey, passphrase, 'tenants/'])
    expect(sealed.includes(secret) || made.out.includes(secret)).toBe(false)
  expect(await keys('copy', passphrase)).toMatchObject({ code: 1, err: expect.stringContaining('a file of that name already') })
  expect((await readFile(file)).equals(sealed)).toBe(true)
  expect(await keys('copy', passphrase, { at: join(safe, 'nowhere', 'keys.copy') })).toMatchObject({
    code: 1,
    err: expect.stringContaining('ENOENT'),
  })
  expect(await keys('restore', passphrase)).toMatchObject({ code: 1, err: expect.stringContaining('already; move it away first') })
  await server.stop()

  await mkdir(join(safe, 'gone'))
  await rename(join(data, 'keys'), join(safe, 'gone', 'keys'))
  await rename(join(data, 'root.key'), join(safe, 'gone', 'root.key'))
  expect((await refusedStart({ ...settings, PORT: String(await freePort()) })).output).toContain('there is no key store in')
  const left = await readdir(data)
  sealed.writeUInt8(sealed.readUInt8(2000) ^ 1, 2000)
  await writeFile(other, sealed)
  expect(await keys('restore', `${passphrase}s`)).toMatchObject({
    code: 1,
    err: expect.stringContaining('The passphrase is not the one of this copy'),
  })
  expect(await keys('restore', passphrase, { at: other })).toMatchObject({
    code: 1,
    err: expect.stringContaining('was altered or cut off'),
  })
  expect(await keys('restore', passphrase, { at: join(safe, 'nothing') })).toMatchObject({
    code: 1,
    err: expect.stringContaining('ENOENT'),
  })
  const { child, ended } = begin(['keys', 'restore', file], { ...settings, SECRET_KEY: secretKey.toLowerCase().padEnd(64, 'x1y2z3') })
  child.stdin?.end(passphrase)
  expect(await ended).toMatchObject({ code: 1, err: expect.stringContaining('The SECRET_KEY of the settings is not the one of this copy') })
  expect(await readdir(data)).toEqual(left)

  expect(await keys('restore', passphrase, { without: true })).toMatchObject({ code: 0, err: '', out: expect.stringContaining('are back') })
  expect(await readFile(join(data, 'root.key'), 'utf8')).toBe(`${rootKey}\n`)
  expect((await stat(join(data, 'secret.key'))).mode & 0o777).toBe(0o600)
  const again = await startServer(data, { SECRET_KEY_FILE: join(data, 'secret.key') })
  expect(await chart(again.url, data)).toEqual(before)
  await again.stop()

  // Where an operator holds the others, the key store alone comes back.
  await copyFile(join(data, 'root.key'), join(safe, 'gone', 'named.key'))
  for (const name of ['keys', 'root.key', 'secret.key']) await rm(join(data, name), { recursive: true })
  const held = begin(['keys', 'restore', file, '--json'], { ...settings, WARDKEEP_ROOT_KEY_FILE: join(safe, 'gone', 'named.key') })
  held.child.stdin?.end(`${passphrase}\n`)
  expect(JSON.parse((await held.ended).out)).toMatchObject({ organisations: 2, wrote: [] })
  expect(await readdir(data)).not.toContain('root.key')
}, 180_000)

test('a line about a copy that is not understood asks for no passphrase and changes nothing', async () => {
  for (const args of [['copy'], ['restore'], ['copy', 'a', 'b'], ['copy', 'a', '--passphrase', 'x'], ['restore', 'a', '--now']])
    expect(await begin(['keys', ...args]).ended, args.join(' ')).toMatchObject({ code: 2, out: '' })
})

/** What the demo's patient is told of their own chart. */
async function chart(baseUrl: string, data: string) {
  const account = (await readAccounts(data)).find(({ role, totpSecret }) => role === 'patient' && totpSecret === undefined)
  if (account === undefined) throw new Error('the demo has a patient')
  const stranger = createClient({ baseUrl, credentials: { kind: 'bearer', token: () => undefined } })
  const reply = await stranger.login({ body: { login: account.login, password: account.password } })
  if (!('accessToken' in reply)) throw new Error('the patient was not signed in')
  const client = createClient({ baseUrl, credentials: { kind: 'bearer', token: () => reply.accessToken } })
  const { patientId = '' } = await client.me()
  return client.readPatient({ params: { id: patientId } })
}
