import { assistantBudgets } from '@wardkeep/contract/assistant.ts'
import { expect } from 'vitest'
import type { Clinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, type Person, pia } from '../../../tests/people.ts'

type Asked = { title?: string; text?: string; language?: string; assistant?: boolean }

/** A question of Pia's that one doctor has accepted. */
export async function acceptedCase(clinic: Clinic, more: Asked = {}, by: Person = pia) {
  const body = { title: 'A cough', text: 'It began on Tuesday.', language: 'en', urgency: 'routine', consent: true, ...more } as const
  const { id, assignee } = await (await clinic.as(by)).submitCase({ body })
  const [has, other] = assignee?.id === clinic.who(drAna).doctorId ? [drAna, drIdan] : [drIdan, drAna]
  const doctor = await clinic.as(has)
  await doctor.acceptCase({ params: { id }, body: {} })
  return { id, has, other, doctor }
}

export type Limits = Partial<Record<keyof typeof assistantBudgets, number> & { enabled: boolean; outside: boolean }>

export const settingsOf = (more: Limits = {}) => ({
  enabled: true,
  outside: false,
  ...assistantBudgets,
  ...more,
})

export async function setTo(clinic: Clinic, more: Limits): Promise<void> {
  const admin = await clinic.as(max)
  const { version } = await admin.readAssistant()
  const set = await admin.setAssistant({ version, body: settingsOf(more) })
  expect(set).toMatchObject(more)
}
