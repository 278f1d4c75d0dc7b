// Passwords are hashed with argon2id and a pepper, off the event loop, and an unknown account costs as much as a known one. [A38][B89][F7]
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import type { KeyStore } from './key-store.ts'

/** OWASP and RFC 9106 (section 4) minimum: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const PREFIX = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`
const NOBODY = `${PREFIX}${'A'.repeat(22)}$${'A'.repeat(43)}`

export class Passwords {
  readonly #pepper: Buffer
  readonly #limit = pLimit(availableParallelism())

  constructor(keys: KeyStore) {
    this.#pepper = keys.derive('pepper').export()
  }

  /** The PHC string to store, with its parameters and a random salt. */
  hash(password: string): Promise<string> {
    return this.#limit(() => hash(prepare(password), { ...COST, secret: this.#pepper }))
  }

  /** Whether the password is the stored one. `null` (an unknown account, or one without a password) takes as long and is always false. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const matches = await this.#limit(() => verify(stored ?? NOBODY, prepare(password), { secret: this.#pepper }))
    return matches && stored !== null
  }

  /** Whether a hash was made with other parameters than today's, so that it is made anew at the next sign-in. */
  needsRehash(stored: string): boolean {
    return !stored.startsWith(PREFIX)
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
