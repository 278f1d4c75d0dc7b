import { expect } from 'vitest'
import type { Clinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, type Person, pia } from '../../../tests/people.ts'
import { keyOf } from '../api-keys/api-keys.fixture.ts'

export const question = { title: 'A cough', text: 'It began on Tuesday. שיעול', language: 'en', urgency: 'routine', consent: true } as const
type Asked = {
  title?: string
  text?: string
  language?: string
  specialty?: string
  urgency?: 'routine' | 'soon' | 'urgent'
}

export async function submitted(clinic: Clinic, more: Asked = {}, by: Person = pia) {
  return (await clinic.as(by)).submitCase({ body: { ...question, ...more } })
}

/** A vendor's key with everything a key may do with cases. */
export async function vendorKey(clinic: Clinic): Promise<string> {
  const scopes = ['case.submit', 'case.list', 'case.read', 'case.write', 'case.close', 'case.reopen', 'case.withdraw'] as const
  return (await keyOf(clinic, [...scopes])).key
}

export const given = (id: string) => ({ params: { id }, body: {} })

/** Both doctors of Harbour, and which of them has a case. */
export async function pairFor(clinic: Clinic, assignee: string | undefined): Promise<{ has: Person; other: Person }> {
  const first = assignee === clinic.who(drAna).doctorId
  expect([clinic.who(drAna).doctorId, clinic.who(drIdan).doctorId]).toContain(assignee)
  return first ? { has: drAna, other: drIdan } : { has: drIdan, other: drAna }
}

export async function goAway(clinic: Clinic, person: Person, away = true): Promise<void> {
  await clinic.sql('update doctors set vacation_from = $2, vacation_until = null where id = $1', [
    clinic.who(person).doctorId,
    away ? clinic.clock.now() : null,
  ])
}

/** What the case-keeper of a process does once a minute. */
export const keeperOf = (clinic: Clinic) => ({ ...clinic.keep, publicUrl: clinic.url, mails: true })
