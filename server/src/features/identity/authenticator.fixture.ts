// An authenticator made of software, which answers as one with a chip does (WebAuthn Level 3, sections 6 and 7), and can be told to misbehave.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

type Behaviour = { origin?: string; rpId?: string; verifiesUser?: boolean; counter?: number; key?: KeyObject }

const present = 0x01
const verified = 0x04
const attested = 0x40
/** The key may leave the device, and has. */
const synced = 0x08 | 0x10

export class Authenticator {
  readonly id = randomBytes(32)
  readonly #leaves: number
  readonly #pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  #counter = 0

  /** `cloud`: one whose keys are kept where other devices of its owner find them. */
  constructor(kind: 'device' | 'cloud' = 'device') {
    this.#leaves = kind === 'cloud' ? synced : 0
  }

  /** Registers at a site. */
  create({ challenge }: { challenge: string }, { origin = ownOrigin, rpId = 'localhost', verifiesUser = true }: Behaviour = {}) {
    const { x = '', y = '' } = this.#pair.publicKey.export({ format: 'jwk' })
    const publicKey = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, publicKey])
    const data = Buffer.concat([headOf(rpId, present | attested | this.#leaves | (verifiesUser ? verified : 0), this.#counter), credential])
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a0', 'hex'),
      Buffer.from('68617574684461746158', 'hex'),
      Buffer.from([data.length]),
      data,
    ])
    const response = {
      clientDataJSON: clientData('webauthn.create', challenge, origin),
      attestationObject: attestation.toString('base64url'),
    }
    return { ...this.#named(), response }
  }

  /** Answers a challenge; the counter rises by one unless another is given. */
  get({ challenge }: { challenge: string }, behaviour: Behaviour = {}) {
    const { origin = ownOrigin, rpId = 'localhost', verifiesUser = true, key = this.#pair.privateKey } = behaviour
    this.#counter = behaviour.counter ?? this.#counter + 1
    const data = headOf(rpId, present | this.#leaves | (verifiesUser ? verified : 0), this.#counter)
    const client = clientData('webauthn.get', challenge, origin)
    const signed = Buffer.concat([data, createHash('sha256').update(Buffer.from(client, 'base64url')).digest()])
    const response = {
      clientDataJSON: client,
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, key).toString('base64url'),
    }
    return { ...this.#named(), response }
  }

  #named() {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} }
  }
}

const ownOrigin = 'http://localhost:8080'

/** Of a shape that is right, and of nobody. */
export const unknownPasskey = new Authenticator().get({ challenge: 'AAAA' })

function headOf(rpId: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count])
}

function clientData(type: string, challenge: string, origin: string): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url')
}
