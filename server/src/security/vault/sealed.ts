import { inspect } from 'node:util'

/**
 * The protected values of a row, as the bytes of one envelope. A class with a private field: neither bytes nor text nor a look-alike
 * object can stand where a `Sealed` is asked for. [B92] Printing it shows nothing.
 */
export class Sealed {
  readonly #bytes: Buffer

  private constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** For stores reading a `sealed` column, and the vault. Whether the bytes open is found out by opening. */
  static fromDatabase(bytes: Uint8Array): Sealed {
    return new Sealed(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  /** For stores writing a `sealed` column. */
  get bytes(): Buffer {
    return this.#bytes
  }

  toJSON(): string {
    return '[sealed]'
  }

  [inspect.custom](): string {
    return '[sealed]'
  }
}
