import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { newRootKeyText, openKeyStore, parseRootKey, Vault } from './index.ts'

export const clinic = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'
export const otherClinic = '0190a1b2-c3d4-7e5f-8a9b-ffffffffffff'
export const pia = '0190a1b2-c3d4-7000-8000-00000000beef'
export const stranger = '0190a1b2-c3d4-7000-8000-00000000cafe'

/** A folder of the test's own, gone when it ends. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-vault-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A fresh key store with two clinics, and Pia a patient of the first. */
export async function ownVault() {
  const folder = join(await ownFolder(), 'keys')
  const rootKey = parseRootKey(newRootKeyText())
  const keys = await openKeyStore({ folder, rootKey })
  const vault = new Vault(keys)
  await vault.createTenant(clinic)
  await vault.createTenant(otherClinic)
  await vault.createPatient(clinic, pia)
  return { folder, rootKey, keys, vault }
}

/** One of the published vectors, docs/formats/vectors/<name>.json. */
export function vectors(name: string) {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../../docs/formats/vectors', `${name}.json`), 'utf8'))
}

/** The bytes with one bit turned. */
export function flipBit(bytes: Uint8Array, bit: number): Buffer {
  const flipped = Buffer.from(bytes)
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return flipped
}
