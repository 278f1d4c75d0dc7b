import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EnvelopeError, INSTALLATION_TENANT, type JsonValue, openKeyStore, Sealed, Vault } from './index.ts'
import { clinic, flipBit, otherClinic, ownVault, pia, stranger } from './vault.fixture.ts'

const place = { tenantId: clinic, table: 'patients', column: 'sealed', rowId: pia }
const piaKey = { kind: 'patient', patientId: pia } as const

test('[B90 part] whatever JSON can say is sealed and opened again unchanged', async () => {
  const { vault } = await ownVault()
  const json = fc.jsonValue({ stringUnit: 'grapheme' }).map((value): JsonValue => JSON.parse(JSON.stringify(value)))
  await fc.assert(
    fc.asyncProperty(json, async (value) => {
      const sealed = await vault.seal(piaKey, place, value)
      expect(await vault.open(place, sealed)).toEqual(value)
      expect(vault.openNow(place, sealed)).toEqual(value)
    }),
    { numRuns: 200 },
  )
})

test('[B90 part] an envelope with any one bit turned does not open', async () => {
  const { vault } = await ownVault()
  const sealed = await vault.seal(piaKey, place, { note: 'abc' })
  for (let bit = 0; bit < sealed.bytes.length * 8; bit++) {
    await expect(vault.open(place, Sealed.fromDatabase(flipBit(sealed.bytes, bit)))).rejects.toThrow(EnvelopeError)
  }
})

test('[B90 part] an envelope cut short or lengthened does not open', async () => {
  const { vault } = await ownVault()
  const { bytes } = await vault.seal(piaKey, place, 'abc')
  for (let length = 0; length < bytes.length; length++) {
    await expect(vault.open(place, Sealed.fromDatabase(bytes.subarray(0, length)))).rejects.toThrow(EnvelopeError)
  }
  await expect(vault.open(place, Sealed.fromDatabase(Buffer.concat([bytes, Buffer.of(0)])))).rejects.toThrow(EnvelopeError)
})

test.each([
  ['tenant', { tenantId: otherClinic }],
  ['table', { table: 'doctors' }],
  ['column', { column: 'note' }],
  ['row', { rowId: stranger }],
])('[F85][T35 part] an envelope moved to another %s does not open', async (_, elsewhere) => {
  const { vault } = await ownVault()
  await vault.createPatient(otherClinic, pia)
  for (const owner of [piaKey, { kind: 'tenant' }] as const) {
    const sealed = await vault.seal(owner, place, { note: 'abc' })
    await expect(vault.open({ ...place, ...elsewhere }, sealed)).rejects.toThrow(EnvelopeError)
  }
})

test('[F85] the border between two names of a place cannot be moved', async () => {
  const { vault } = await ownVault()
  const sealed = await vault.seal(piaKey, { ...place, table: 'ab', column: 'c' }, 1)
  await expect(vault.open({ ...place, table: 'a', column: 'bc' }, sealed)).rejects.toThrow(EnvelopeError)
})

test('[T35 part] the same value sealed ten thousand times never repeats a nonce', async () => {
  const { vault } = await ownVault()
  const nonces = new Set<string>()
  for (let i = 0; i < 10_000; i++) nonces.add(vault.sealNow(piaKey, place, 1)?.bytes.toString('hex', 22, 34) ?? '')
  expect(nonces.size).toBe(10_000)
})

test('neither the envelope nor its error shows the plaintext', async () => {
  const { vault } = await ownVault()
  const sealed = await vault.seal(piaKey, place, 'canary-word')
  expect(sealed.bytes.includes('canary-word')).toBe(false)
  expect(JSON.stringify({ sealed })).toBe('{"sealed":"[sealed]"}')
  const failure = await vault.open({ ...place, rowId: stranger }, sealed).catch((error: unknown) => String(error))
  expect(failure).not.toContain('canary-word')
})

test('lists are sealed and opened in their order, also when a key is not unwrapped yet', async () => {
  const { folder, rootKey, vault } = await ownVault()
  const values = [null, 'a', { b: [1] }, false]
  const owners = [piaKey, { kind: 'tenant' }, piaKey, { kind: 'tenant' }] as const
  const sealed = await vault.sealMany(values.map((value, at) => ({ owner: owners[at] ?? piaKey, place, value })))
  const cold = new Vault(await openKeyStore({ folder, rootKey }))
  expect(sealed[0] && cold.openNow(place, sealed[0])).toBeUndefined()
  expect(await cold.openMany(sealed.map((each) => ({ place, sealed: each })))).toEqual(values)
})

test('the installation key seals for tenant 0 alone', async () => {
  const { vault } = await ownVault()
  const ours = { ...place, tenantId: INSTALLATION_TENANT }
  expect(await vault.open(ours, await vault.seal({ kind: 'installation' }, ours, 'x'))).toBe('x')
  await expect(vault.seal({ kind: 'installation' }, place, 'x')).rejects.toThrow(EnvelopeError)
})

test('[F88 part] after shredding a patient nothing of that patient opens, in this process or another, and the neighbour still does', async () => {
  const { folder, rootKey, vault } = await ownVault()
  await vault.createPatient(clinic, stranger)
  const sealed = await vault.seal(piaKey, place, 'x')
  const neighbour = await vault.seal({ kind: 'patient', patientId: stranger }, place, 'y')
  const other = new Vault(await openKeyStore({ folder, rootKey }))
  expect(await other.open(place, sealed)).toBe('x')
  expect(await vault.shredPatient(clinic, pia)).toBe(true)
  other.forgetPatient(clinic, pia)
  await expect(vault.open(place, sealed)).rejects.toThrow(EnvelopeError)
  await expect(other.open(place, sealed)).rejects.toThrow(EnvelopeError)
  await expect(vault.seal(piaKey, place, 'z')).rejects.toThrow('The key is not in the key store.')
  expect(await vault.open(place, neighbour)).toBe('y')
  expect(await vault.shredPatient(clinic, pia)).toBe(false)
})

test('[F88 part] a key made anew for a shredded patient opens nothing old', async () => {
  const { vault } = await ownVault()
  const sealed = await vault.seal(piaKey, place, 'x')
  await vault.shredPatient(clinic, pia)
  await vault.createPatient(clinic, pia)
  await expect(vault.open(place, sealed)).rejects.toThrow(EnvelopeError)
})

test('a blind index is the same for the same text and differs by clinic, purpose and text', async () => {
  const { vault } = await ownVault()
  const index = (scope: 'installation' | { tenantId: string }, purpose: string, text: string) => vault.blindIndex(scope, purpose, text)
  const first = await index({ tenantId: clinic }, 'name', 'ana')
  expect(first).toHaveLength(32)
  expect(await index({ tenantId: clinic }, 'name', 'ana')).toEqual(first)
  const others = [
    await index('installation', 'name', 'ana'),
    await index({ tenantId: otherClinic }, 'name', 'ana'),
    await index({ tenantId: clinic }, 'namea', 'na'),
    await index({ tenantId: clinic }, 'name', 'anb'),
  ]
  expect(new Set([first, ...others].map((bytes) => bytes.toString('hex'))).size).toBe(5)
})

test('an audit row has a keyed hash of its own tenant', async () => {
  const { vault } = await ownVault()
  const row = Buffer.from('row')
  const macs = await Promise.all([clinic, otherClinic, INSTALLATION_TENANT].map((tenant) => vault.auditMac(tenant, row)))
  expect(new Set(macs.map((mac) => mac.toString('hex'))).size).toBe(3)
  expect(vault.auditMacNow(clinic, row)).toEqual(macs[0])
})

test('an id that is no UUID never reaches a path', async () => {
  const { vault } = await ownVault()
  await expect(vault.createPatient(clinic, '../../../etc/passwd')).rejects.toThrow(TypeError)
  await expect(vault.createTenant('..')).rejects.toThrow(TypeError)
})
