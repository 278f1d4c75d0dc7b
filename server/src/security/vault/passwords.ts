// Passwords are hashed with argon2id and a pepper, off the event loop, and an unknown account costs as much as a known one. [A38][B89][F7]
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'
import pLimit from 'p-limit'
import type { BreachedPasswords } from './breached-passwords.ts'
import type { KeyStore } from './key-store.ts'

/** What one argon2id hash costs; one lane. */
export type HashCost = { memoryMiB: number; passes: number }

/** OWASP and RFC 9106 (section 4) minimum: 19 MiB, two passes. */
export const leastHashCost: HashCost = { memoryMiB: 19, passes: 2 }

/** bcrypt of other systems. What costs more than 2^15 rounds would hold a core for seconds at each try, so it is no hash to us. */
const imported = /^\$2[aby]\$(?:0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$/

/** Whether it is a hash of another system that verifies here. */
export function isImportedHash(hash: string): boolean {
  return imported.test(hash)
}

export class Passwords {
  readonly #pepper: Buffer
  readonly #cost: { memoryCost: number; timeCost: number; parallelism: number }
  readonly #prefix: string
  readonly #nobody: string
  readonly #limit = pLimit(availableParallelism())

  readonly #breached: BreachedPasswords | undefined

  constructor(keys: KeyStore, { memoryMiB, passes }: HashCost = leastHashCost, breached?: BreachedPasswords) {
    this.#breached = breached
    this.#pepper = keys.derive('pepper').export()
    this.#cost = { memoryCost: memoryMiB * 1024, timeCost: passes, parallelism: 1 }
    this.#prefix = `$argon2id$v=19$m=${memoryMiB * 1024},t=${passes},p=1$`
    this.#nobody = `${this.#prefix}${'A'.repeat(22)}$${'A'.repeat(43)}`
  }

  /** Whether it is known from a breach; never where the host has no list. */
  async isBreached(password: string): Promise<boolean> {
    return (await this.#breached?.has(password)) ?? false
  }

  /** The PHC string to store, with its parameters and a random salt. */
  hash(password: string): Promise<string> {
    return this.#limit(() => hash(prepare(password), { ...this.#cost, secret: this.#pepper }))
  }

  /** Whether the password is the stored one. `null` (an unknown account, or one without a password) takes as long and is always false. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    // As typed, since that is what the other system hashed; without the pepper, which it did not have.
    if (stored !== null && imported.test(stored)) return this.#limit(() => verifyBcrypt(password, stored))
    const argon = stored?.startsWith('$argon2id$') ? stored : null
    const matches = await this.#limit(() => verify(argon ?? this.#nobody, prepare(password), { secret: this.#pepper }))
    return matches && argon !== null
  }

  /** Whether a hash was made with other parameters than today's, or elsewhere, so that it is made anew at the next sign-in. [F6] */
  needsRehash(stored: string): boolean {
    return !stored.startsWith(this.#prefix)
  }

  /** How many hashes are under way (at most one a core) and how many wait. */
  get load(): { running: number; waiting: number } {
    return { running: this.#limit.activeCount, waiting: this.#limit.pendingCount }
  }
}

// NFC as RFC 8265 (section 4.2) asks: the same text typed on two keyboards is one password, and, unlike by NFKC, no two characters become one.
function prepare(password: string): string {
  return password.normalize('NFC')
}
