import type { Answer } from '@wardkeep/client'

type Provider = Answer<'listSignOnProviders'>['items'][number]

/** A provider as it is sent back to be changed. */
export function bodyOf(provider: Provider) {
  const { name, entityId, signOnUrl, logoutUrl, certificates, domains, secondFactorContexts, proofSeconds } = provider
  return {
    name,
    entityId,
    signOnUrl,
    ...(logoutUrl !== undefined && { logoutUrl }),
    certificates: certificates.map(({ pem }) => pem),
    domains,
    secondFactorContexts,
    proofSeconds,
  }
}

/** One or more certificates in PEM, as they are pasted. */
export function certificatesIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? (text.trim() === '' ? [] : [text.trim()])
}

/** What stands one on a line, or between commas. */
export function linesIn(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[\s,]+/)
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    ),
  ]
}
