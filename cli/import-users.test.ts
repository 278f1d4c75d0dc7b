import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { createClient } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { newRootKeyText } from '../server/src/security/vault/index.ts'
import { emptyFolder, startServer } from '../server/tests/process.ts'
import { run } from './command.fixture.ts'

const password = 'Old-System-Pass-7'

test('[A38 part] users of another system are imported by one command with their bcrypt hashes, sign in with the passwords they had, and a second run changes nothing', async () => {
  const [data, files] = [await emptyFolder(), await emptyFolder()]
  const settings = {
    WARDKEEP_PROFILE: 'production',
    PUBLIC_URL: 'https://clinic.example',
    WARDKEEP_ROOT_KEY: newRootKeyText(),
    WARDKEEP_DATA: data,
  }
  const server = await startServer(data, settings)
  const organisation = ['--organisation', 'shore', '--name', 'Shore', '--time-zone', 'Europe/Berlin', '--no-staff-second-factor']
  expect((await run(['init', ...organisation, '--admin', 'max@shore.test'], settings)).code).toBe(0)
  const hashes = await Promise.all([bcrypt(password, 5), bcrypt(password, 6), bcrypt(password, 4)])
  const [one = '', two = '', three = ''] = hashes
  const list = join(files, 'users.csv')
  const rows = [
    'email,display_name,role,password_hash,language',
    `dana@old.example,"Levi, Dana",physician,${one.replace('$2b$', '$2y$')},he`,
    `pat@old.example,Pat Canary,patient,${two.replace('$2b$', '$2a$')},en`,
    `aud@old.example,Aud Ito,auditor,${three},`,
  ]
  await writeFile(list, [...rows, `max@shore.test,Max,nobody,${one},`].join('\n'))
  const broken = await run(['import', 'users', list], settings)
  expect(broken).toMatchObject({ code: 1, out: '', err: expect.stringContaining('row 4: role: must be one of') })
  expect(broken.err).toContain('Nothing was written.')
  const stranger = createClient({ baseUrl: server.url, credentials: { kind: 'bearer', token: () => undefined } })
  const enter = async (login: string) => {
    const grant = await stranger.login({ body: { login, password } })
    if (!('accessToken' in grant)) throw new Error('nobody was signed in')
    return grant
  }
  await expect(enter('dana@old.example')).rejects.toMatchObject({ status: 401 })

  await writeFile(list, rows.join('\n'))
  const imported = await run(['import', 'users', list, '--json'], settings)
  expect(imported).toMatchObject({ code: 0, out: '{"users":3,"unchanged":0}\n' })
  expect(imported.err + imported.out).not.toMatch(/canary|old\.example/i)
  const [dana, pat, aud] = [await enter('dana@old.example'), await enter('PAT@old.example'), await enter('aud@old.example')]
  expect(dana.user).toMatchObject({ role: 'doctor', displayName: 'Levi, Dana', language: 'he', doctorId: expect.any(String) })
  expect(pat.user).toMatchObject({ role: 'patient', language: 'en', patientId: expect.any(String) })
  expect(aud.user).toMatchObject({ role: 'auditor', language: 'en' })
  const asPat = createClient({ baseUrl: server.url, credentials: { kind: 'bearer', token: () => pat.accessToken } })
  expect(await asPat.readPatient({ params: { id: pat.user.patientId ?? '' } })).toMatchObject({ displayName: 'Pat Canary' })
  const asAud = createClient({ baseUrl: server.url, credentials: { kind: 'bearer', token: () => aud.accessToken } })
  const { items } = await asAud.listEvents({ query: { action: 'user.imported' } })
  expect(items.map(({ actor, outcome }) => [actor.role, outcome])).toEqual(Array(3).fill(['system', 'allowed']))

  // A password chosen since then is not put back.
  await asPat.changePassword({ body: { currentPassword: password, newPassword: 'Velvet-Tundra-4-Kayak' } })
  expect(await run(['import', 'users', list, '--json'], settings)).toMatchObject({ code: 0, out: '{"users":0,"unchanged":3}\n' })
  await expect(enter('pat@old.example')).rejects.toMatchObject({ status: 401 })
  expect(await server.stop()).toBe(0)
}, 60_000)

test('what to import is asked for in a sentence', async () => {
  expect(await run(['import', 'users'])).toMatchObject({ code: 2, err: expect.stringContaining('Name one file') })
  expect(await run(['import', 'users', 'a.csv', 'b.csv'])).toMatchObject({ code: 2 })
  expect(await run(['import', 'users', '/nowhere/canary.csv'])).toMatchObject({ code: 1, err: expect.not.stringContaining('canary') })
  expect(await run(['import', 'users', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('docs/formats/user-list.md') })
})
