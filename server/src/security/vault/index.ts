export { type AccessClaims, type AccessSubject, type AccessToken, AccessTokens, accessLife } from './access-tokens.ts'
export { looksLikeApiKey, newApiKey, prefixOfApiKey } from './api-keys.ts'
export { BreachedPasswords, UnfitList } from './breached-passwords.ts'
export { canonicalBytes, type JsonValue } from './canonical.ts'
export { type Certificate, readCertificate } from './certificates.ts'
export type { PrivateJwk, PublicJwk } from './ed25519.ts'
export { EnvelopeError, type Place } from './envelope.ts'
export { frame } from './framing.ts'
export { INSTALLATION_TENANT } from './ids.ts'
export { type KeyStoreOptions, peekKeyStore, WrongRootKey, WrongSecretKey } from './installation-keys.ts'
export {
  type KeyCopy,
  type KeyCopyFault,
  KeyCopyRefused,
  keyCopyCost,
  largestKeyCopy,
  leastKeyCopyCost,
  openKeyCopy,
  sealKeyCopy,
} from './key-copy.ts'
export { FolderTaken, putBack, readKeyFolder } from './key-copy-folder.ts'
export { createCarriedFile, createKeyFile, readKeyFile } from './key-file.ts'
export { KeyStoreDamaged } from './key-records.ts'
export { type KeyStore, KeyUnavailable, openKeyStore } from './key-store.ts'
export { newNonce, newSecret, OpaqueSecrets, successorOf } from './opaque-secrets.ts'
export { openPart, sha256, signPart } from './part-signatures.ts'
export { type PasskeyKey, Passkeys } from './passkeys.ts'
export { type HashCost, isImportedHash, leastHashCost, Passwords } from './passwords.ts'
export { newReceipt, partsOfReceipt, type ReceiptParts } from './receipts.ts'
export { signRecord, signRetraction, verifyRecord, verifyRetraction } from './record-signatures.ts'
export { newRecoveryCode, normaliseRecoveryCode } from './recovery-codes.ts'
export { checkSecretKey, newRootKeyText, parseRootKey, type RootKey, WeakKey } from './root-key.ts'
export { Sealed } from './sealed.ts'
export { type SignerClaims, Signers, type SigningKey, verifyCertificate } from './signers.ts'
export { graceMs, jwksMaxAgeSeconds, lookEveryMs, publishedAheadMs } from './token-keys.ts'
export { newTotpSecret, totpUrl, verifyTotp } from './totp.ts'
export { type IndexScope, type KeyOwner, type ToOpen, type ToSeal, Vault } from './vault.ts'
