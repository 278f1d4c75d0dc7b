import { calendarReasons } from '@wardkeep/contract/doctors.ts'
import type { TFunction } from 'i18next'

/** Why hours or days cannot stand, in the reader's language; a reason that is not known stays as the server wrote it. */
export function calendarReason(reason: string | undefined, t: TFunction): string | undefined {
  const known = Object.entries(calendarReasons).find(([, text]) => text === reason)?.[0]
  return known !== undefined && isReason(known) ? t(`hours.reasons.${known}`) : reason
}

function isReason(key: string): key is keyof typeof calendarReasons {
  return Object.hasOwn(calendarReasons, key)
}
