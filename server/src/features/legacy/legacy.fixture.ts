import type { LegacyRequest } from '../importing/legacy-row.ts'

/** Canaries in every place that must not show what it holds. */
export const cryptCanary = 'gAAAAABcrypt-canary'

export function requestOf(place: number, more: Partial<LegacyRequest> = {}): LegacyRequest {
  const day = String((place % 28) + 1).padStart(2, '0')
  return {
    line: place + 2,
    content: {
      sourceId: `r-${place}`,
      userId: `u-${place % 100}`,
      userIdentifier: `pia-${place % 100}`,
      title: `Question ${place}`,
      text: `It hurts, says ${place}`,
      other: [{ name: 'channel', value: 'web' }],
    },
    vendorId: 'old-vendor',
    userCrypt: `${cryptCanary}-${place}`,
    submittedAt: new Date(`2023-05-${day}T10:00:00Z`),
    ...more,
  }
}
