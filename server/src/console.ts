// The host's own verbs, run by who runs the server: each says what went wrong in sentences, and answers the exit code.
import { CannotGoOn } from './console/cannot-go-on.ts'
import { type ImportAsked, importFhir as runImport } from './console/import-fhir.ts'
import { type ImportLegacyAsked, importLegacy as runImportLegacy } from './console/import-legacy.ts'
import { type ImportUsersAsked, importUsers as runImportUsers } from './console/import-users.ts'
import { type InitAsked, init as runInit } from './console/init.ts'
import { type KeyCopyAsked, copyKeys as runCopyKeys, restoreKeys as runRestoreKeys } from './console/key-copy.ts'
import { type RenewAsked, renewLink as runRenewLink } from './console/renew-link.ts'
import { rotateTokens as runRotateTokens } from './console/rotate-tokens.ts'
import type { Streams } from './console/streams.ts'
import { suspendOrResume as runSuspendOrResume, type SuspensionAsked } from './console/suspend.ts'
import { verifyExport as runVerifyExport, type VerifyExportAsked } from './console/verify-export.ts'
import { codeOf } from './platform/error-code.ts'

export type { ImportAsked } from './console/import-fhir.ts'
export type { InitAsked } from './console/init.ts'
export type { Streams } from './console/streams.ts'

/** Takes FHIR R4 bundles into an organisation; `stop` ends it after the file at hand. Exit 0, or 1 where something was refused. */
export function importFhir(asked: ImportAsked, streams: Streams, stop: AbortSignal): Promise<0 | 1> {
  return told(streams, () => runImport(asked, streams, stop))
}

/** Takes the users of another system with their bcrypt hashes; `stop` ends it after the user at hand. Exit 0, or 1 where something was refused. */
export function importUsers(asked: ImportUsersAsked, streams: Streams, stop: AbortSignal): Promise<0 | 1> {
  return told(streams, () => runImportUsers(asked, streams, stop))
}

/** Takes the cases and member checks of the system before; `stop` ends it after the part at hand. Exit 0, or 1 where something was refused. */
export function importLegacy(asked: ImportLegacyAsked, streams: Streams, stop: AbortSignal): Promise<0 | 1> {
  return told(streams, () => runImportLegacy(asked, streams, stop))
}

/** Makes an organisation with its first administrator. Exit 0, or 1 where it was refused. */
export function init(asked: InitAsked, streams: Streams): Promise<0 | 1> {
  return told(streams, () => runInit(asked, streams))
}

/** Makes a new key of access tokens. Exit 0, or 1 where it was refused. */
export function rotateTokens(asked: { json: boolean }, streams: Streams): Promise<0 | 1> {
  return told(streams, () => runRotateTokens(asked, streams))
}

/** Seals the keys into a file by a passphrase. Exit 0, or 1 where it was refused. */
export function copyKeys(asked: KeyCopyAsked, streams: Streams): Promise<0 | 1> {
  return told(streams, () => runCopyKeys(asked, streams))
}

/** Puts the keys of such a file back. Exit 0, or 1 where it was refused. */
export function restoreKeys(asked: KeyCopyAsked, streams: Streams): Promise<0 | 1> {
  return told(streams, () => runRestoreKeys(asked, streams))
}

/** Makes another link for a first administrator who has no password yet. Exit 0, or 1 where it was refused. */
export function renewLink(asked: RenewAsked, streams: Streams): Promise<0 | 1> {
  return told(streams, () => runRenewLink(asked, streams))
}

/** Suspends an organisation, or opens it again. Exit 0, or 1 where it was refused. */
export function suspendOrResume(asked: SuspensionAsked, streams: Streams): Promise<0 | 1> {
  return told(streams, () => runSuspendOrResume(asked, streams))
}

/** Says whether a saved export of the journal is whole and as it was signed. Exit 0, or 1 where it proves nothing. */
export function verifyExport(asked: VerifyExportAsked, streams: Streams): Promise<0 | 1> {
  return told(streams, () => runVerifyExport(asked, streams))
}

async function told(streams: Streams, verb: () => Promise<void>): Promise<0 | 1> {
  try {
    await verb()
    return 0
  } catch (cause) {
    for (const sentence of cause instanceof CannotGoOn ? cause.sentences : [unforeseen(cause)]) streams.err.write(`${sentence}\n`)
    return 1
  }
}

/** Without the message, which can repeat a value, and with the place in our code, so that it can be reported. */
function unforeseen(cause: unknown): string {
  if (!(cause instanceof Error)) return 'This failed for a reason nobody foresaw.'
  const at = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [`This failed for a reason nobody foresaw: ${cause.name} ${codeOf(cause) ?? ''}`.trimEnd(), ...at.slice(0, 8)].join('\n')
}
