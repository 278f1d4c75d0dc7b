import type { keyScopes } from '@wardkeep/contract/api-keys.ts'
import type { TFunction } from 'i18next'

type Scope = (typeof keyScopes)[number]

const words = {
  'doctor.list': 'doctor_list',
  'doctor.read': 'doctor_read',
  'slots.read': 'slots_read',
  'appointment.list': 'appointment_list',
  'appointment.read': 'appointment_read',
  'appointment.book': 'appointment_book',
  'case.submit': 'case_submit',
  'case.list': 'case_list',
  'case.read': 'case_read',
  'case.write': 'case_write',
  'case.close': 'case_close',
  'case.reopen': 'case_reopen',
  'case.withdraw': 'case_withdraw',
} as const satisfies Record<Scope, string>

/** What a scope lets a key do: `appointment.book` → "Book for patients". */
export function scopeWord(t: TFunction, scope: Scope): string {
  return t(`keys.scope.${words[scope]}`)
}
