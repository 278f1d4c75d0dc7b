// Passkeys (WebAuthn): for our own origin alone, whatever a request says, and with its owner verified. A challenge is ours by its keyed hash and
// is kept nowhere until it is answered; then it is kept, so that it is answered once. [B14][F16]
import {
  type AuthenticationResponseJSON,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { randomOf } from '../../platform/random.ts'
import type { OpaqueSecrets } from './opaque-secrets.ts'

/** Milliseconds for which a challenge can be answered. */
export const challengeMs = 5 * 60_000

/** EdDSA, ES256 and RS256, by their COSE numbers. */
const algorithms = [-8, -7, -257]

export type PasskeyKey = { id: string; publicKey: string }

export class Passkeys {
  readonly #secrets: OpaqueSecrets
  readonly #origin: string
  readonly #rpId: string

  /** `publicUrl` alone decides for which site passkeys are made and taken. */
  constructor(secrets: OpaqueSecrets, publicUrl: string) {
    const { origin, hostname } = new URL(publicUrl)
    this.#secrets = secrets
    this.#origin = origin
    this.#rpId = hostname
  }

  requestOptions(now: Date) {
    const challenge = Buffer.from(this.#challenge('sign-in', now)).toString('base64url')
    return { challenge, rpId: this.#rpId, timeout: challengeMs, userVerification: 'required' as const }
  }

  /** `purpose` binds the challenge to whoever began. */
  async creationOptions(user: { id: string; name: string; displayName: string }, known: readonly string[], purpose: string, now: Date) {
    const made = await generateRegistrationOptions({
      rpName: 'Wardkeep',
      rpID: this.#rpId,
      userName: user.name,
      userDisplayName: user.displayName,
      userID: Uint8Array.from(Buffer.from(user.id)),
      challenge: this.#challenge(purpose, now),
      timeout: challengeMs,
      attestationType: 'none',
      supportedAlgorithmIDs: algorithms,
    })
    return {
      challenge: made.challenge,
      rp: { id: this.#rpId, name: made.rp.name },
      user: made.user,
      pubKeyCredParams: algorithms.map((alg) => ({ alg, type: 'public-key' as const })),
      timeout: challengeMs,
      attestation: 'none' as const,
      excludeCredentials: known.map((id) => ({ id, type: 'public-key' as const })),
      authenticatorSelection: { residentKey: 'required' as const, requireResidentKey: true, userVerification: 'required' as const },
    }
  }

  /** The new passkey with its counter, whether its key stays on the device, and the hash under which its challenge is spent; null where anything about it is not right. */
  async register(response: RegistrationResponseJSON, purpose: string, now: Date) {
    const spent = this.#spending(purpose, now)
    const verified = await verifyRegistrationResponse({
      ...this.#expected(spent.matches),
      response,
      supportedAlgorithmIDs: algorithms,
    }).catch(() => null)
    if (!verified?.verified || spent.hash === undefined) return null
    const { credential, credentialDeviceType } = verified.registrationInfo
    return {
      key: { id: credential.id, publicKey: Buffer.from(credential.publicKey).toString('base64url') },
      counter: credential.counter,
      bound: credentialDeviceType === 'singleDevice',
      challenge: spent.hash,
    }
  }

  /** The counter that the answer carries, and the hash under which its challenge is spent; null where anything about it is not right. The caller compares the counter under a lock. */
  async verify(response: AuthenticationResponseJSON, { id, publicKey }: PasskeyKey, now: Date) {
    const spent = this.#spending('sign-in', now)
    const credential = { id, publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')), counter: 0 }
    const verified = await verifyAuthenticationResponse({ ...this.#expected(spent.matches), response, credential }).catch(() => null)
    if (!verified?.verified || spent.hash === undefined) return null
    const { newCounter: counter, credentialDeviceType } = verified.authenticationInfo
    return { counter, bound: credentialDeviceType === 'singleDevice', challenge: spent.hash }
  }

  #expected(matches: (challenge: string) => boolean) {
    return {
      expectedChallenge: matches,
      expectedOrigin: this.#origin,
      expectedRPID: this.#rpId,
      requireUserVerification: true,
    }
  }

  #challenge(purpose: string, now: Date): string {
    const body = `${now.getTime() + challengeMs}.${randomOf(32).toString('base64url')}`
    return `${body}.${this.#mac(purpose, body)}`
  }

  #spending(purpose: string, now: Date): { matches: (challenge: string) => boolean; hash: Buffer | undefined } {
    const spending: { matches: (challenge: string) => boolean; hash: Buffer | undefined } = {
      hash: undefined,
      matches: (challenge) => {
        const text = Buffer.from(challenge, 'base64url').toString()
        const [, body = '', until = '', mac = ''] = /^((\d{1,16})\.[\w-]{43})\.([\w-]{43})$/.exec(text) ?? []
        // Compared as keyed hashes of what was compared: how long that takes says nothing of either.
        const ours = this.#secrets.hash(mac).equals(this.#secrets.hash(this.#mac(purpose, body)))
        if (!ours || now.getTime() >= Number(until)) return false
        spending.hash = this.#secrets.hash(`passkey-answer:${body}`)
        return true
      },
    }
    return spending
  }

  #mac(purpose: string, body: string): string {
    return this.#secrets.hash(`passkey-challenge:${purpose}:${body}`).toString('base64url')
  }
}
