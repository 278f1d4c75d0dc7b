// Keys of access tokens take turns by the clock alone, so that processes agree without a word: published before it signs, believed until what it signed is over. [F4]
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { publicJwkOf } from './ed25519.ts'
import type { KeyState, WrappedTokenKey, WrappedTokenVersion } from './key-records.ts'
import { openWrappedKey, type Wrapping } from './key-ring.ts'
import { wrapKey } from './key-wrap.ts'

/** A new key is published this long before it signs: longer than a JWK set may be kept, and than a process goes without looking. */
export const publishedAheadMs = 10 * 60_000
/** How long others may keep the JWK set. */
export const jwksMaxAgeSeconds = 300
/** A key is believed this long after the last token it signed: the longest life of a token, and a minute for clocks that differ. */
export const graceMs = (900 + 60) * 1000
/** A process looks for new keys this often. */
export const lookEveryMs = 30_000

export type TokenKey = { version: number; kid: string; privateKey: KeyObject; publicKey: KeyObject; from: Date }

export class TokenKeys {
  /** In the order in which they sign. */
  readonly #all: readonly TokenKey[]

  constructor(all: TokenKey[]) {
    this.#all = all.toSorted((a, b) => a.from.getTime() - b.from.getTime() || a.version - b.version)
  }

  /** The key that signs at `now`: the last whose turn has come. */
  signing(now: Date): TokenKey {
    const key = this.#all.findLast(({ from }) => from <= now) ?? this.#all[0]
    if (key === undefined) throw new Error('There is no key of access tokens')
    return key
  }

  /** The keys whose tokens are believed at `now`, those that sign only later included: another process' clock may be ahead. */
  believed(now: Date): TokenKey[] {
    return this.#all.filter((_, place) => !isOver(this.#all[place + 1]?.from, now))
  }
}

/** The unwrapped keys of a file of the key store. Throws `KeyStoreDamaged`. */
export function openTokenKeys(wrapping: Wrapping, owner: string, stored: WrappedTokenKey): TokenKeys {
  const ring = openWrappedKey(wrapping, owner, 'token', stored)
  return new TokenKeys(
    ring.all.map(({ version, key }) => ({
      version,
      kid: publicJwkOf(key).kid,
      privateKey: key,
      publicKey: createPublicKey(key),
      from: turnOf(stored.versions.find((each) => each.version === version)),
    })),
  )
}

/** When the key that signs last began to, or shall begin. */
export function lastTurn({ versions }: WrappedTokenKey): Date {
  return new Date(Math.max(...versions.map((version) => turnOf(version).getTime())))
}

/** With one more version, which signs from `from` on. */
export function withNextKey(stored: WrappedTokenKey, owner: string, under: KeyObject, from: Date): WrappedTokenKey {
  const version = Math.max(...stored.versions.map((each) => each.version)) + 1
  const bytes = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
  const wrapped = wrapKey(under, { owner, purpose: 'token', id: stored.id, version }, bytes)
  return { id: stored.id, versions: [...stored.versions, { version, state: 'created', under: 1, wrapped, from: from.toISOString() }] }
}

/** As the clock has it at `now`: whose turn has come is active, whose turn is over retired, and whose tokens nobody believes is gone, private half and all. */
export function turned({ id, versions }: WrappedTokenKey, now: Date): WrappedTokenKey {
  const inOrder = versions.toSorted((a, b) => turnOf(a).getTime() - turnOf(b).getTime() || a.version - b.version)
  const signs = Math.max(
    inOrder.findLastIndex((version) => turnOf(version) <= now),
    0,
  )
  const state = (place: number): KeyState => (place === signs ? 'active' : place < signs ? 'retired' : 'created')
  const stands = inOrder.filter((_, place) => place >= signs || !isOver(inOrder[place + 1]?.from, now))
  return { id, versions: stands.map((version) => ({ ...version, state: state(inOrder.indexOf(version)) })) }
}

function isOver(successor: Date | string | undefined, now: Date): boolean {
  return successor !== undefined && now.getTime() >= new Date(successor).getTime() + graceMs
}

function turnOf(version: WrappedTokenVersion | undefined): Date {
  return new Date(version?.from ?? 0)
}
