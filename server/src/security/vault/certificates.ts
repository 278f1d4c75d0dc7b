import { X509Certificate } from 'node:crypto'

/** `fingerprint`: SHA-256 in hexadecimal. */
export type Certificate = { pem: string; fingerprint: string; from: Date; until: Date }

/** A certificate in PEM whose key signs by RSA with 2048 bits or more; undefined for whatever else. Who issued it is not asked: it is trusted for itself. */
export function readCertificate(text: string): Certificate | undefined {
  const trimmed = text.trim()
  if (!/^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----$/.test(trimmed)) return undefined
  try {
    const read = new X509Certificate(trimmed)
    const { asymmetricKeyType, asymmetricKeyDetails } = read.publicKey
    if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return undefined
    const fingerprint = read.fingerprint256.replaceAll(':', '').toLowerCase()
    return { pem: read.toString().trim(), fingerprint, from: new Date(read.validFrom), until: new Date(read.validTo) }
  } catch {
    return undefined
  }
}
