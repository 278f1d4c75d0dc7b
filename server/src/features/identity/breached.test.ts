import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, max, pia, rita } from '../../../tests/people.ts'
import { readConfig } from '../../config/config.ts'
import { readSettings } from '../../config/env.ts'
import { systemOperation } from '../../security/operation.ts'
import { BreachedPasswords, OpaqueSecrets } from '../../security/vault/index.ts'
import { openBreached } from '../../start-up.ts'
import { type Answer, bearer, fromElsewhere, pairOf, post, send } from './identity.fixture.ts'
import { firstAdmin } from './index.ts'

const breached = ['Velvet-Tundra-4-Kayak', 'Copper-Lantern-8-Moss', 'Übung-Macht-9-Meister']
const fine = 'Quartz-Heron-6-Willow'
const reason = 'must not be one that was in a data breach'

test('[V6.2.12] a password that stands in the host’s list of breached ones is refused by name wherever one is chosen: register, change, reset, both kinds of invitation and the first one of wardkeep init; nothing is asked over the network', async () => {
  const clinic = await openClinic({ breached: await listOf(breached) })
  const doors = await everyDoor(clinic)
  for (const [name, { choose, field = 'password' }] of Object.entries(doors)) {
    for (const password of breached) {
      const answer = await choose(password)
      expect([answer.status, answer.body.code, answer.body.errors], name).toEqual([422, 'PASSWORD_REFUSED', [{ field, reason }]])
    }
    expect((await choose(fine)).status, name).toBeLessThan(300)
  }
  expect(Object.keys(doors)).toHaveLength(6)
})

test('the setting names the list; one that cannot be opened or is none is a sentence at the start, and without the setting nothing is looked up', async () => {
  const folder = await emptyFolder()
  const read = (file: string) => openBreached(readConfig(readSettings({ BREACHED_PASSWORDS_FILE: file })))
  expect(await openBreached(readConfig(readSettings({})))).toBeUndefined()
  const list = await read(await written(folder, breached))
  expect(await list?.has(breached[0] ?? '')).toBe(true)
  // Decomposed, as another keyboard writes it.
  expect(await list?.has('Übung-Macht-9-Meister'.normalize('NFD'))).toBe(true)
  await list?.close()
  await expect(read(join(folder, 'missing.txt'))).rejects.toThrow('names a file that cannot be opened (ENOENT).')
  await expect(read(folder)).rejects.toThrow('must name a text file of lines HASH:count by SHA-1, ordered by hash.')
})

type DoorWay = { choose: (password: string) => Promise<Answer>; field?: string }

async function everyDoor(clinic: Clinic): Promise<Record<string, DoorWay>> {
  const admin = await clinic.as(max)
  const patient = bearer((await pairOf(clinic, pia)).accessToken)
  await post(clinic, '/api/auth/password/forgot', { login: rita.email })
  await admin.invite({ body: { email: 'joins@harbour.test', displayName: 'Rae Desk', role: 'reception' } })
  const asked = { email: 'carer@harbour.test', scopes: ['read'] }
  await send(clinic, 'POST', `/api/patients/${clinic.who(pia).patientId}/proxy-invitations`, { headers: patient, body: asked })
  const op = systemOperation(clinic.who(max).tenantId, 'host command', 'organisation.made', clinic.clock.now())
  const keep = { ...clinic.keep, secrets: new OpaqueSecrets(clinic.keys), publicUrl: 'http://localhost:8080' }
  const first = { tenantId: op.tenantId, email: 'first@harbour.test', displayName: 'Fay First', language: 'en', mailed: true }
  await clinic.keep.db.transact(op, async (tx) => {
    op.trace.admitted('system:init')
    await firstAdmin(tx, keep, op, first)
  })
  const { items } = await admin.listMailbox({ query: { limit: 100 } })
  const tokenTo = (address: string) => tokenIn(items.find(({ to }) => to === address)?.link ?? '')
  const byLink = (path: string, address: string, more: object = {}): DoorWay => {
    const token = tokenTo(address)
    return { choose: (password) => post(clinic, path, { token, password, ...more }, fromElsewhere()) }
  }
  const newcomer = { email: 'new@example.test', displayName: 'Bo Ek' }
  return {
    register: { choose: (password) => post(clinic, '/api/auth/register', { ...newcomer, password }, fromElsewhere()) },
    change: {
      choose: (newPassword) => post(clinic, '/api/auth/password/change', { currentPassword: castPassword, newPassword }, patient),
      field: 'newPassword',
    },
    reset: byLink('/api/auth/password/reset', rita.email),
    invitation: byLink('/api/invitations/acceptance', 'joins@harbour.test'),
    'proxy invitation': byLink('/api/proxied/joining', 'carer@harbour.test', { displayName: 'Noa Carer' }),
    'wardkeep init': byLink('/api/auth/password/reset', 'first@harbour.test'),
  }
}

async function listOf(passwords: readonly string[]): Promise<BreachedPasswords> {
  const list = await BreachedPasswords.open(await written(await emptyFolder(), passwords))
  onTestFinished(() => list.close())
  return list
}

/** A list in the form of Have I Been Pwned, with a thousand others around them. */
async function written(folder: string, passwords: readonly string[]): Promise<string> {
  const all = [...passwords, ...Array.from({ length: 1_000 }, (_, at) => `other ${at}`)]
  const lines = all.map((password) => createHash('sha1').update(password).digest('hex').toUpperCase()).toSorted()
  const path = join(folder, 'list.txt')
  await writeFile(path, `${lines.map((hash, at) => `${hash}:${at + 1}`).join('\r\n')}\r\n`)
  return path
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-list-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
