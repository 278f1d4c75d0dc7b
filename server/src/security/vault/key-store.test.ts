import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect, promisify } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkSecretKey,
  EnvelopeError,
  KeyStoreDamaged,
  newRootKeyText,
  openKeyStore,
  parseRootKey,
  peekKeyStore,
  Sealed,
  Vault,
  WeakKey,
  WrongRootKey,
  WrongSecretKey,
} from './index.ts'
import { clinic, otherClinic, ownFolder, ownVault, pia, stranger } from './vault.fixture.ts'

const place = { tenantId: clinic, table: 'patients', column: 'sealed', rowId: pia }
const run = promisify(execFile)
const secretKey = 'hR8#mQ2$vT5^xW9&zK3!bN6*cP7(dS4)eJ1@fL0%gY8'

test('[B238 part][B91 part] a root key is read from base64, base64url and hex alike', () => {
  const text = newRootKeyText()
  const bytes = Buffer.from(text, 'base64')
  const derived = [text, bytes.toString('base64url'), bytes.toString('hex'), ` ${text}\n`].map((each) =>
    parseRootKey(each).derive('salt', 'purpose').toString('hex'),
  )
  expect(new Set(derived).size).toBe(1)
})

const patterned = {
  zeros: Buffer.alloc(32),
  'one byte': Buffer.alloc(32, 0x41),
  'eight bytes again and again': Buffer.from('deadbeef01020304'.repeat(4), 'hex'),
  'a count': Buffer.from(Array.from({ length: 32 }, (_, at) => at)),
  'typed text': Buffer.from('correct horse battery staple 123'),
  'a NIST example': Buffer.from('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'hex'),
  'the key of our own vectors': Buffer.from('c4f1a05d7e2b98360fd3b7416ca8e59217638b4edc05fa2971b6903ce84f5d12', 'hex'),
}

test.each(Object.entries(patterned))('[B91 part] a root key of %s is refused without being repeated', (_, bytes) => {
  const text = bytes.toString('base64')
  expect(() => parseRootKey(text)).toThrow(WeakKey)
  expect(() => parseRootKey(text)).not.toThrow(text)
})

test.each(['', 'x', 'ab'.repeat(31), 'ab'.repeat(33), `${'A'.repeat(42)}B=`, 'not base64 at all, but forty-four characters'])(
  '[B91 part] a root key that is not 32 bytes is refused: %j',
  (text) => {
    expect(() => parseRootKey(text)).toThrow('The root key must be exactly 32 random bytes, written as base64, base64url or hex.')
  },
)

test('[B237 part] a SECRET_KEY that is short, repetitive or an example is refused', () => {
  const drawn = randomBytes(32)
  const weak = [
    '',
    'short',
    'ab'.repeat(40),
    'please-change-me-0123456789-ABCDEFGHIJKLMNOPQ',
    drawn.toString('hex').slice(1),
    drawn.toString('base64url').slice(12),
  ]
  for (const each of weak) expect(() => checkSecretKey(each)).toThrow(WeakKey)
  expect(() => checkSecretKey(secretKey)).not.toThrow()
})

test('a SECRET_KEY of 256 random bits is taken, however it is written', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      for (const form of ['hex', 'base64', 'base64url'] as const)
        expect(() => checkSecretKey(createHash('sha256').update(seed).digest(form))).not.toThrow()
    }),
  )
})

test('a root key shows nothing of itself', () => {
  const text = newRootKeyText()
  const shown = [
    JSON.stringify({ key: parseRootKey(text) }),
    inspect(parseRootKey(text), { depth: 9, showHidden: true }),
    `${parseRootKey(text)}`,
  ]
  for (const each of shown) expect(each).not.toMatch(new RegExp(Buffer.from(text, 'base64').toString('hex').slice(0, 8)))
  expect(shown[0]).toBe('{"key":"[root key]"}')
})

test('[F89 part][T8 part] a wrong root key is refused in a sentence and leaves the folder as it was, byte for byte', async () => {
  const { folder } = await ownVault()
  const before = await snapshot(folder)
  const opening = openKeyStore({ folder, rootKey: parseRootKey(newRootKeyText()) })
  await expect(opening).rejects.toThrow(WrongRootKey)
  await expect(opening).rejects.toThrow('The root key is not the one that the key store in this folder was made with.')
  expect(await snapshot(folder)).toEqual(before)
})

test('[F89 part] another SECRET_KEY, or none where there was one, is refused and nothing is written', async () => {
  const folder = await ownFolder()
  const rootKey = parseRootKey(newRootKeyText())
  await openKeyStore({ folder, rootKey, secretKey })
  const before = await snapshot(folder)
  await expect(openKeyStore({ folder, rootKey })).rejects.toThrow(WrongSecretKey)
  await expect(openKeyStore({ folder, rootKey, secretKey: [...secretKey].reverse().join('') })).rejects.toThrow(WrongSecretKey)
  await expect(openKeyStore({ folder, rootKey, secretKey: 'weak' })).rejects.toThrow(WeakKey)
  expect(await snapshot(folder)).toEqual(before)
})

test('a folder is known to hold a key store or not', async () => {
  const folder = join(await ownFolder(), 'keys')
  expect(await peekKeyStore(folder)).toBe(false)
  await openKeyStore({ folder, rootKey: parseRootKey(newRootKeyText()) })
  expect(await peekKeyStore(folder)).toBe(true)
})

test('a key store that lost its installation.json is not made anew over the tenants it still has', async () => {
  const { folder, rootKey } = await ownVault()
  await rename(join(folder, 'installation.json'), join(folder, '../elsewhere.json'))
  const before = await snapshot(folder)
  await expect(openKeyStore({ folder, rootKey })).rejects.toThrow(KeyStoreDamaged)
  expect(await snapshot(folder)).toEqual(before)
})

test('many that open an empty folder and create the same keys at once end with one key each', async () => {
  const folder = join(await ownFolder(), 'keys')
  const rootKey = parseRootKey(newRootKeyText())
  const stores = await Promise.all(Array.from({ length: 8 }, () => openKeyStore({ folder, rootKey })))
  expect(new Set(stores.map((store) => store.installationId)).size).toBe(1)
  const vaults = stores.map((store) => new Vault(store))
  await Promise.all(vaults.map((vault) => vault.createTenant(clinic)))
  await Promise.all(vaults.map((vault) => vault.createPatient(clinic, pia)))
  const sealed = await Promise.all(vaults.map((vault) => vault.seal({ kind: 'patient', patientId: pia }, place, 'x')))
  for (const vault of vaults) for (const each of sealed) expect(await vault.open(place, each)).toBe('x')
  expect(Object.keys(await snapshot(folder)).filter((name) => name.endsWith('.new'))).toEqual([])
})

test('processes that start at once on an empty folder share one installation, one tenant key and one patient key', async () => {
  const folder = join(await ownFolder(), 'keys')
  const rootKey = newRootKeyText()
  const start = `
    import { openKeyStore, parseRootKey, Vault } from '${join(import.meta.dirname, 'index.ts')}'
    const keys = await openKeyStore({ folder: '${folder}', rootKey: parseRootKey('${rootKey}') })
    const vault = new Vault(keys)
    await vault.createTenant('${clinic}')
    await vault.createPatient('${clinic}', '${pia}')
    const index = await vault.blindIndex({ tenantId: '${clinic}' }, 'p', 'x')
    const sealed = await vault.seal({ kind: 'patient', patientId: '${pia}' }, ${JSON.stringify(place)}, 'x')
    console.log(JSON.stringify({ id: keys.installationId, index: index.toString('hex'), sealed: sealed.bytes.toString('hex') }))`
  const said = await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, ['--input-type=module', '-e', start])))
  const ends: { id: string; index: string; sealed: string }[] = said.map(({ stdout }) => JSON.parse(stdout))
  expect(new Set(ends.map(({ id, index }) => `${id} ${index}`)).size).toBe(1)
  const vault = new Vault(await openKeyStore({ folder, rootKey: parseRootKey(rootKey) }))
  for (const { sealed } of ends) expect(await vault.open(place, Sealed.fromDatabase(Buffer.from(sealed, 'hex')))).toBe('x')
})

test('key files are for their owner alone, and hold no key in the clear', async () => {
  const { folder, keys } = await ownVault()
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const name of names) {
    const { mode } = await stat(join(name.parentPath, name.name))
    expect(mode & 0o777).toBe(name.isDirectory() ? 0o700 : 0o600)
  }
  const secret = (await keys.patient(clinic, pia)).active.key.export()
  const all = Object.values(await snapshot(folder)).join()
  for (const form of ['hex', 'base64', 'base64url'] as const) expect(all).not.toContain(secret.toString(form))
})

test('[T8 part] a key file copied to another patient or another clinic is refused', async () => {
  const { folder, rootKey, vault } = await ownVault()
  const path = (tenant: string, patient: string) => join(folder, 'tenants', tenant, 'patients', patient.slice(-2), `${patient}.json`)
  const sealed = await vault.seal({ kind: 'patient', patientId: pia }, place, 'x')
  await mkdir(join(path(clinic, stranger), '..'), { recursive: true })
  await cp(path(clinic, pia), path(clinic, stranger))
  await vault.createPatient(otherClinic, pia)
  await cp(path(clinic, pia), path(otherClinic, pia))
  const cold = new Vault(await openKeyStore({ folder, rootKey }))
  await expect(cold.seal({ kind: 'patient', patientId: stranger }, place, 'x')).rejects.toThrow(KeyStoreDamaged)
  await expect(cold.open({ ...place, tenantId: otherClinic }, sealed)).rejects.toThrow(KeyStoreDamaged)
  await cp(join(folder, 'tenants', `${clinic}.json`), join(folder, 'tenants', `${otherClinic}.json`))
  const colder = new Vault(await openKeyStore({ folder, rootKey }))
  await expect(colder.blindIndex({ tenantId: otherClinic }, 'p', 'x')).rejects.toThrow(KeyStoreDamaged)
})

test('a key renamed inside its own file does not unwrap', async () => {
  const { folder, rootKey } = await ownVault()
  const path = join(folder, 'tenants', `${clinic}.json`)
  const file = JSON.parse(await readFile(path, 'utf8'))
  file.keys = { ...file.keys, index: file.keys.audit, audit: file.keys.index }
  await writeFile(path, JSON.stringify(file))
  await expect(new Vault(await openKeyStore({ folder, rootKey })).createTenant(clinic)).rejects.toThrow(KeyStoreDamaged)
})

test.each(['', '{', '{}', '[]', 'null', '{"format":"wardkeep-keys/2"}'])('a key file of another form is refused: %j', async (text) => {
  const { folder, rootKey } = await ownVault()
  await writeFile(join(folder, 'installation.json'), text)
  await expect(openKeyStore({ folder, rootKey })).rejects.toThrow(KeyStoreDamaged)
})

test('[F88 part] shredding also removes the draft that a crash left behind', async () => {
  const { folder, vault } = await ownVault()
  const patients = join(folder, 'tenants', clinic, 'patients', pia.slice(-2))
  await cp(join(patients, `${pia}.json`), join(patients, `${pia}.json.0123456789abcdef.new`))
  await vault.shredPatient(clinic, pia)
  expect(await readdir(patients)).toEqual([])
})

test('[F88 part] a read that began before a shredding does not bring the key back', async () => {
  const { folder, rootKey, vault } = await ownVault()
  const sealed = await vault.seal({ kind: 'patient', patientId: pia }, place, 'x')
  for (let round = 0; round < 20; round++) {
    await vault.createPatient(clinic, pia)
    const cold = new Vault(await openKeyStore({ folder, rootKey }))
    await Promise.allSettled([cold.open(place, sealed), cold.shredPatient(clinic, pia), cold.open(place, sealed)])
    await expect(cold.open(place, sealed)).rejects.toThrow(EnvelopeError)
  }
})

test('a folder that cannot be made is an error with its system code', async () => {
  const file = join(await ownFolder(), 'a-file')
  await writeFile(file, '')
  const opening = openKeyStore({ folder: join(file, 'keys'), rootKey: parseRootKey(newRootKeyText()) })
  await expect(opening).rejects.toMatchObject({ code: 'ENOTDIR' })
})

async function snapshot(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'latin1')] as const)))
}
