// What the browser does with a passkey, as the contract has it. Whatever goes wrong in its dialog is told as one thing: it did not work.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { Answer, Given } from '@wardkeep/client'

export type PasskeyAnswer = Given<'passkeySignIn'>['body']['credential']

/** Whether this browser knows passkeys at all. */
export function knowsPasskeys(): boolean {
  return 'PublicKeyCredential' in globalThis
}

/** The answer of one of the person's passkeys; undefined where the dialog was closed or nothing fits. */
export async function answerByPasskey(challenge: Answer<'passkeyChallenge'>): Promise<PasskeyAnswer | undefined> {
  const made = await startAuthentication({ optionsJSON: challenge }).catch(() => undefined)
  if (!made) return undefined
  const { id, rawId, type, response } = made
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return {
    id,
    rawId,
    type,
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle === undefined ? {} : { userHandle }) },
    clientExtensionResults: {},
  }
}

/** A new passkey; undefined where the dialog was closed or the device has one already. */
export async function makePasskey(options: Answer<'beginPasskey'>): Promise<Given<'registerPasskey'>['body']['credential'] | undefined> {
  const made = await startRegistration({ optionsJSON: options }).catch(() => undefined)
  if (!made) return undefined
  const { id, rawId, type, response } = made
  const { clientDataJSON, attestationObject } = response
  return { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} }
}
