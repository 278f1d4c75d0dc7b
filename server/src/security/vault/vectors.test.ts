import { createSecretKey, type KeyObject } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openEnvelope, readEnvelopeKey, sealWithNonce } from './envelope.ts'
import { EnvelopeError, openKeyStore, Sealed, signRecord, Vault, verifyCertificate, verifyRecord } from './index.ts'
import type { KeyRing } from './key-ring.ts'
import { RootKey } from './root-key.ts'
import { ownFolder, vectors } from './vault.fixture.ts'

const bytes = (hex: string) => Buffer.from(hex, 'hex')

test('[B90 part] the published envelopes are made and opened byte for byte', () => {
  for (const { key, place, nonce, value, envelope } of vectors('envelope').cases) {
    const secret = createSecretKey(bytes(key.hex))
    const sealed = Sealed.fromDatabase(bytes(envelope))
    expect(sealWithNonce(key, secret, place, value, bytes(nonce)).bytes.toString('hex')).toBe(envelope)
    expect(readEnvelopeKey(sealed)).toEqual({ kind: key.kind, id: key.id, version: key.version })
    expect(openEnvelope(secret, place, sealed)).toEqual(value)
  }
})

test('[F85] the published altered and moved envelopes do not open', () => {
  for (const { what, key, place, envelope } of vectors('envelope').refused) {
    expect(() => openEnvelope(createSecretKey(bytes(key.hex)), place, Sealed.fromDatabase(bytes(envelope))), what).toThrow(EnvelopeError)
  }
})

test('the published key store opens to the published keys, indexes and keyed hashes', async () => {
  const vector = vectors('key-store')
  const keys = await publishedKeyStore()
  const { installation } = keys
  expect(installation.wrapping.export().toString('hex')).toBe(vector.unwrapped.wrapping)
  expect(der(installation.token.signing(new Date()).privateKey)).toBe(vector.unwrapped.installation.token)
  for (const purpose of ['index', 'audit', 'identity'] as const) {
    expect(hexOf(installation[purpose])).toBe(vector.unwrapped.installation[purpose])
  }
  const { id: tenantId, key } = vector.files[Object.keys(vector.files)[1] ?? '']
  const tenant = await keys.tenant(tenantId)
  expect(tenant.wrapping.id).toBe(key.id)
  expect(hexOf(tenant.wrapping)).toBe(vector.unwrapped.tenant.key)
  for (const purpose of ['index', 'audit', 'identity', 'certifier'] as const) {
    expect(hexOf(tenant[purpose])).toBe(vector.unwrapped.tenant[purpose])
  }
  const patientFile = vector.files[Object.keys(vector.files)[2] ?? '']
  expect(hexOf(await keys.patient(tenantId, patientFile.key.id))).toBe(vector.unwrapped.patient)
  for (const [purpose, hex] of Object.entries(vector.derived)) expect(keys.derive(purpose).export().toString('hex')).toBe(hex)
  const vault = new Vault(keys)
  for (const { scope, purpose, text, hex } of vector.blindIndexes) {
    const found = await vault.blindIndex(scope === 'installation' ? scope : { tenantId: scope }, purpose, text)
    expect(found.toString('hex')).toBe(hex)
  }
  for (const { tenantId, message, hex } of vector.auditMacs) {
    expect((await vault.auditMac(tenantId, bytes(message))).toString('hex')).toBe(hex)
  }
})

test('the published record signature is made again byte for byte, and its certificate names its doctor', async () => {
  const { canonical, detachedJws, signer, certificate } = vectors('record-signature')
  expect(await signRecord(signer.privateKey, Buffer.from(canonical))).toBe(detachedJws)
  expect(await verifyRecord(detachedJws, Buffer.from(canonical), signer.publicJwk)).toBe(true)
  const claims = await verifyCertificate(signer.certificate, certificate.certifiers, new Date('2027-01-01T00:00:00Z'))
  expect(claims).toMatchObject({ iss: certificate.tenantId, sub: certificate.doctorId, cnf: { jwk: signer.publicJwk } })
})

async function publishedKeyStore() {
  const { files, rootKey, secretKey } = vectors('key-store')
  const folder = await ownFolder()
  for (const [name, file] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), JSON.stringify(file))
  }
  return openKeyStore({ folder, rootKey: new RootKey(bytes(rootKey)), secretKey })
}

function hexOf({ active: { key } }: KeyRing): string {
  return key.type === 'secret' ? key.export().toString('hex') : der(key)
}

function der(key: KeyObject): string {
  return key.export({ format: 'der', type: 'pkcs8' }).toString('hex')
}
