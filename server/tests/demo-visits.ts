// Visits of the demo as its people book them over HTTP, and whether what was booked is there, whole.
import { type Client, createClient } from '@wardkeep/client'
import { expect } from 'vitest'
import type { Account } from './process.ts'

export async function signIn(url: string, accounts: readonly Account[], organisation: string, role: string): Promise<Client> {
  const account = accounts.find((candidate) => candidate.organisation === organisation && candidate.role === role)
  let token: string | undefined
  const client = createClient({ baseUrl: url, credentials: { kind: 'bearer', token: () => token } })
  const grant = await client.login({ body: { login: account?.login ?? '', password: account?.password ?? '' } })
  token = 'accessToken' in grant ? grant.accessToken : undefined
  return client
}

/** Reception, and the free times of a month with the first doctor for the first patient, each as the body of a booking. */
export async function freeTimesOf(url: string, accounts: readonly Account[]) {
  const reception = await signIn(url, accounts, 'harbour', 'reception')
  const [{ items: doctors }, { items: patients }] = await Promise.all([
    reception.listDoctors({ query: {} }),
    reception.listPatients({ query: {} }),
  ])
  const [doctorId, patientId] = [doctors[0]?.id ?? '', patients[0]?.id ?? '']
  const now = Date.now()
  const query = { from: new Date(now).toISOString(), to: new Date(now + 30 * 86_400_000).toISOString() }
  const { items } = await reception.readSlots({ params: { id: doctorId }, query })
  return { reception, patientId, times: items.map((slot) => ({ doctorId, patientId, ...slot })) }
}

/** Every visit that was answered stands, and every visit that stands has its one event. */
export async function expectWhole(url: string, accounts: readonly Account[], answered: readonly string[]): Promise<void> {
  const admin = await signIn(url, accounts, 'harbour', 'admin')
  const visits = await everyPage((cursor) => admin.listAppointments({ query: { limit: 100, ...(cursor && { cursor }) } }))
  const events = await everyPage((cursor) =>
    admin.listEvents({ query: { limit: 100, action: 'appointment.booked', outcome: 'allowed', ...(cursor && { cursor }) } }),
  )
  const ids = visits.map((visit) => visit.id)
  expect(ids).toEqual(expect.arrayContaining([...answered]))
  expect(events.map((event) => event.resource?.id).sort()).toEqual([...ids].sort())
}

export async function everyPage<T>(ask: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await ask(cursor)
    all.push(...page.items)
    cursor = page.next ?? undefined
    more = cursor !== undefined
  }
  return all
}
