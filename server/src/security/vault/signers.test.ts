import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasJwcrypto } from '../../../tests/jwcrypto.ts'
import { canonicalBytes, Sealed, Signers, signRecord, verifyCertificate, verifyRecord } from './index.ts'
import { clinic, flipBit, otherClinic, ownFolder, ownVault, stranger, vectors } from './vault.fixture.ts'

const [from, until] = [new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')]
const record = canonicalBytes({ version: 1, note: 'x', id: stranger })

test('a doctor signs with a key that comes out of its envelope, and a reader verifies with the public half', async () => {
  const { vault, doctor } = await ownDoctor()
  const place = { tenantId: clinic, table: 'signing_keys', column: 'sealed', rowId: stranger }
  const opened = await vault.open(place, Sealed.fromDatabase((await vault.seal({ kind: 'tenant' }, place, doctor.privateKey)).bytes))
  const signature = await signRecord(opened, record)
  expect(signature).toMatch(/^[\w-]+\.\.[\w-]{86}$/)
  expect(await verifyRecord(signature, record, doctor.publicJwk)).toBe(true)
})

test('a signature fails when any bit of it or of the record is turned', async () => {
  const { doctor } = await ownDoctor()
  const signature = Buffer.from(await signRecord(doctor.privateKey, record))
  for (let bit = 0; bit < signature.length * 8; bit++) {
    expect(await verifyRecord(flipBit(signature, bit).toString('latin1'), record, doctor.publicJwk)).toBe(false)
  }
  for (let bit = 0; bit < record.length * 8; bit++) {
    expect(await verifyRecord(signature.toString(), flipBit(record, bit), doctor.publicJwk)).toBe(false)
  }
})

test('a signature fails under another key, also one that borrows the name of the right one', async () => {
  const { signers, doctor } = await ownDoctor()
  const other = await signers.newSigningKey(clinic, stranger, from, until)
  const signature = await signRecord(doctor.privateKey, record)
  expect(await verifyRecord(signature, record, other.publicJwk)).toBe(false)
  expect(await verifyRecord(signature, record, { ...other.publicJwk, kid: doctor.kid })).toBe(false)
  const borrowed = await signRecord({ ...other.privateKey, kid: doctor.kid }, record)
  expect(await verifyRecord(borrowed, record, doctor.publicJwk)).toBe(false)
})

test('a certificate or an attached signature does not pass for a record signature', async () => {
  const { doctor } = await ownDoctor()
  const [head, , signature] = (await signRecord(doctor.privateKey, record)).split('.')
  const [certHead, , certSignature] = doctor.certificate.split('.')
  const others = [
    `${head}.${record.toString('base64url')}.${signature}`,
    `${certHead}..${certSignature}`,
    doctor.certificate,
    '',
    '..',
    'a..b',
  ]
  for (const other of others) expect(await verifyRecord(other, record, doctor.publicJwk)).toBe(false)
})

test('a certificate names doctor, clinic and key, and holds from its first second until before its last', async () => {
  const { signers, doctor } = await ownDoctor()
  const certifiers = await signers.certifiers(clinic)
  const at = (time: Date, ms: number) => verifyCertificate(doctor.certificate, certifiers, new Date(time.getTime() + ms))
  const claims = { iss: clinic, sub: stranger, nbf: from.getTime() / 1000, exp: until.getTime() / 1000, cnf: { jwk: doctor.publicJwk } }
  expect(await at(from, 0)).toEqual(claims)
  expect(await at(until, -1000)).toEqual(claims)
  expect(await at(from, -1000)).toBeUndefined()
  expect(await at(until, 0)).toBeUndefined()
})

test('a certificate of another clinic, or with a bit turned, says nothing', async () => {
  const { signers, doctor } = await ownDoctor()
  expect(await verifyCertificate(doctor.certificate, await signers.certifiers(otherClinic), from)).toBeUndefined()
  const certifiers = await signers.certifiers(clinic)
  const bytes = Buffer.from(doctor.certificate)
  for (let bit = 0; bit < bytes.length * 8; bit += 5) {
    expect(await verifyCertificate(flipBit(bytes, bit).toString('latin1'), certifiers, from)).toBeUndefined()
  }
})

test('what is not a private key signs nothing, and is not repeated in the error', async () => {
  for (const wrong of [null, 'canary', { d: 'canary' }, { x: 'canary', d: 1 }, ['canary']]) {
    await expect(signRecord(wrong, record)).rejects.toThrow('Not an Ed25519 private JWK')
  }
})

test('python3-jwcrypto verifies the published record by the program in docs/formats/record-signature.md', async ({ skip }) => {
  skip(!hasJwcrypto(), 'untested: python3-jwcrypto is not installed')
  const { detachedJws, canonical, signer, certificate } = vectors('record-signature')
  const folder = await ownFolder()
  const verify = async (record: string) => {
    const files = {
      record,
      signature: detachedJws,
      certificate: signer.certificate,
      certifiers: JSON.stringify({ keys: certificate.certifiers }),
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    return execFileSync('/usr/bin/python3', ['-c', program(), ...Object.keys(files)], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  }
  expect(JSON.parse(await verify(canonical))).toMatchObject({ iss: certificate.tenantId, sub: certificate.doctorId })
  await expect(verify(`${canonical} `)).rejects.toThrow('InvalidJWSSignature')
})

// The program of docs/formats/record-signature.md, which this reads out of the document.
const program = () =>
  /```python\n([\s\S]+?)```/.exec(readFileSync(join(import.meta.dirname, '../../../../docs/formats/record-signature.md'), 'utf8'))?.[1] ??
  ''

async function ownDoctor() {
  const { keys, vault } = await ownVault()
  const signers = new Signers(keys)
  return { keys, vault, signers, doctor: await signers.newSigningKey(clinic, stranger, from, until) }
}
