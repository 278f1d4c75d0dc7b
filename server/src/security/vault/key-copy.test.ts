import { argon2Sync, createDecipheriv, hkdfSync } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  FolderTaken,
  KeyCopyRefused,
  keyCopyCost,
  leastKeyCopyCost,
  newRootKeyText,
  openKeyCopy,
  openKeyStore,
  parseRootKey,
  putBack,
  readKeyFolder,
  sealKeyCopy,
  Vault,
  WrongRootKey,
} from './index.ts'
import { type Derived, openWith } from './key-copy.ts'
import { clinic, flipBit, otherClinic, ownFolder, pia, vectors } from './vault.fixture.ts'

const passphrase = 'Öl auf dem Wasser, drei Boote'
const now = new Date('2026-05-04T10:00:00Z')
const cheapest = { ...leastKeyCopyCost, lanes: 1 }
const copy = {
  rootKey: 'xPTBBX4rmDYP07dBbKjlkhdji07cBfopcbaQPOhPXRI=',
  secretKey: 'of the settings',
  files: { 'installation.json': '{}\n' },
}
const seal = (cost = cheapest, of = copy) => sealKeyCopy(of, passphrase, { installationId: clinic, now, cost })
const faultOf = (bytes: Buffer, phrase = passphrase) =>
  openKeyCopy(bytes, phrase).then(
    () => 'opened',
    (cause) => (cause instanceof KeyCopyRefused ? cause.fault : cause),
  )

test('[V11.4.4] the key of a copy is stretched from its passphrase by argon2id at a cost that stands in the file: 256 MiB and three passes, and what asks less than 64 MiB or three passes is not read', async () => {
  expect(keyCopyCost).toEqual({ memoryKiB: 256 * 1024, passes: 3, lanes: 4 })
  expect(leastKeyCopyCost).toEqual({ memoryKiB: 64 * 1024, passes: 3 })
  const made = await sealKeyCopy(copy, passphrase, { installationId: clinic, now })
  expect(JSON.parse(made.subarray(0, made.indexOf('\n')).toString())).toMatchObject({ kdf: 'argon2id', ...keyCopyCost })
  expect(await openKeyCopy(made, passphrase)).toEqual(copy)
  expect(await openKeyCopy(made, passphrase.normalize('NFD'))).toEqual(copy)
  expect(await faultOf(made, `${passphrase} `)).toBe('passphrase')
  for (const cost of [
    { ...cheapest, memoryKiB: cheapest.memoryKiB - 1 },
    { ...cheapest, passes: 2 },
    { memoryKiB: 19 * 1024, passes: 1, lanes: 1 },
  ])
    expect(await faultOf(await seal(cost))).toBe('cheap')
  expect(await faultOf(await seal())).toBe('opened')
  const head = (change: object) => {
    const end = made.indexOf('\n')
    const line = `${JSON.stringify({ ...JSON.parse(made.subarray(0, end).toString()), ...change })}\n`
    return faultOf(Buffer.concat([Buffer.from(line), made.subarray(end + 1)]))
  }
  for (const change of [
    { memoryKiB: 4_194_305 },
    { passes: 101 },
    { lanes: 65 },
    { lanes: 0 },
    { kdf: 'argon2i' },
    { cipher: 'A128GCM' },
    { more: 1 },
  ])
    expect(await head(change), JSON.stringify(change)).toBe('form')
  expect(await head({ memoryKiB: 65_536 })).toBe('passphrase')
})

test('whatever bit of a copy is turned, wherever it is cut off and whatever is put behind it, it opens no more, though its passphrase and its key are known', async () => {
  const bytes = await seal()
  const { derived } = await keysOf(bytes)
  const refused = async (altered: Buffer) => {
    const fault = await openWith(altered, async () => derived).then(
      () => 'opened',
      (cause) => (cause instanceof KeyCopyRefused ? 'refused' : cause),
    )
    expect(fault).toBe('refused')
  }
  expect(await openWith(bytes, async () => derived)).toEqual(copy)
  for (let bit = 0; bit < bytes.length * 8; bit += 1) await refused(flipBit(bytes, bit))
  for (let end = 0; end < bytes.length; end += 1) await refused(bytes.subarray(0, end))
  await refused(Buffer.concat([bytes, Buffer.from('\n')]))
  // Nothing but the first line and the passphrase leads to the key.
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      expect(['form', 'cheap', 'passphrase', 'altered']).toContain(await faultOf(flipBit(bytes, bit)))
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('a copy holds no path that leads out of the key store', async () => {
  for (const path of [
    '../root.key',
    '/etc/passwd',
    'tenants/../../x.json',
    `tenants/${clinic}/patients/ef/../../../x.json`,
    'x.json',
    'constructor',
  ])
    expect(await faultOf(await seal(cheapest, { ...copy, files: { [path]: '' } as typeof copy.files })), path).toBe('form')
})

test('the published copy opens by the standards alone, and is made again byte for byte', async () => {
  const { file, passphrase: phrase, copy: said, salt, nonce } = vectors('key-copy')
  const bytes = Buffer.from(file, 'base64')
  const end = bytes.indexOf('\n') + 1
  const head = JSON.parse(bytes.subarray(0, end).toString())
  const stretched = argon2Sync('argon2id', {
    message: phrase,
    nonce: Buffer.from(head.salt, 'base64url'),
    memory: head.memoryKiB,
    passes: head.passes,
    parallelism: head.lanes,
    tagLength: 32,
  })
  const part = (info: string) => Buffer.from(hkdfSync('sha256', stretched, '', info, 32))
  expect(part('wardkeep/key-copy-check/1').toString('base64url')).toBe(head.check)
  const decipher = createDecipheriv('aes-256-gcm', part('wardkeep/key-copy/1'), Buffer.from(head.nonce, 'base64url'))
  decipher.setAAD(bytes.subarray(0, end)).setAuthTag(bytes.subarray(-16))
  expect(JSON.parse(Buffer.concat([decipher.update(bytes.subarray(end, -16)), decipher.final()]).toString())).toEqual(said)
  expect(await openKeyCopy(bytes, phrase)).toEqual(said)
  const { memoryKiB, passes, lanes } = head
  const made = { installationId: head.installation, now: new Date(head.madeAt), cost: { memoryKiB, passes, lanes } }
  const again = await sealKeyCopy(said, phrase, { ...made, salt: Buffer.from(salt, 'base64url'), nonce: Buffer.from(nonce, 'base64url') })
  expect(again.equals(bytes)).toBe(true)
})

test('a key store that was lost is put back from its files: what was sealed before opens, and where not every key opens nothing is put anywhere', async () => {
  const [folder, rootKeyText] = [join(await ownFolder(), 'keys'), newRootKeyText()]
  const before = new Vault(await openKeyStore({ folder, rootKey: parseRootKey(rootKeyText) }))
  for (const tenantId of [clinic, otherClinic]) await before.createTenant(tenantId)
  await before.createPatient(clinic, pia)
  const place = { table: 'patients', column: 'sealed', rowId: pia, tenantId: clinic }
  const sealed = await before.seal({ kind: 'patient', patientId: pia }, place, { name: 'Pia' })
  const files = await readKeyFolder(folder)
  expect(Object.keys(files)).toHaveLength(4)
  const all = { rootKey: rootKeyText, files }
  const elsewhere = join(await ownFolder(), 'keys')
  let beforehand = 0
  const said = async () => {
    beforehand += 1
  }
  const put = (of: typeof all, rootKey = rootKeyText) => putBack(elsewhere, of, { rootKey }, said)

  const torn = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replace(/"wrapped": "(.)/, '"wrapped": "-$1')]))
  await expect(put({ ...all, files: torn })).rejects.toThrow(/does not unwrap/)
  const { 'installation.json': _, ...headless } = files
  await expect(put({ ...all, files: headless })).rejects.toBeInstanceOf(KeyCopyRefused)
  await expect(put(all, copy.rootKey)).rejects.toBeInstanceOf(WrongRootKey)
  expect([beforehand, await readdir(join(elsewhere, '..'))]).toEqual([0, []])

  expect(await put(all)).toEqual({ organisations: 2, patients: 1 })
  expect([beforehand, await readdir(join(elsewhere, '..'))]).toEqual([1, ['keys']])
  expect(await readKeyFolder(elsewhere)).toEqual(files)
  const after = new Vault(await openKeyStore({ folder: elsewhere, rootKey: parseRootKey(rootKeyText) }))
  expect(await after.open(place, sealed)).toEqual({ name: 'Pia' })
  await expect(put(all)).rejects.toBeInstanceOf(FolderTaken)
})

/** The key of a copy of ours, as somebody would have it who knows everything but wants to alter it. */
async function keysOf(bytes: Buffer): Promise<{ derived: Derived }> {
  const head = JSON.parse(bytes.subarray(0, bytes.indexOf('\n')).toString())
  const stretched = argon2Sync('argon2id', {
    message: passphrase.normalize('NFC'),
    nonce: Buffer.from(head.salt, 'base64url'),
    memory: head.memoryKiB,
    passes: head.passes,
    parallelism: head.lanes,
    tagLength: 32,
  })
  return { derived: { key: Buffer.from(hkdfSync('sha256', stretched, '', 'wardkeep/key-copy/1', 32)), check: head.check } }
}
