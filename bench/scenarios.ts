// What is measured: each act as the product does it, and the same act bare.
import type { Asked } from './load.ts'
import { password, slotMinutes, type World } from './world.ts'

export type Kind = 'bare' | 'secured'
export type Scenario = {
  name: string
  title: string
  connections: readonly number[]
  /** Each request is sent once, in order, so that no two book the same time. */
  inTurn?: true
  /** The requests of one round; rounds count from 0 over all numbers of connections. */
  asked(kind: Kind, round: number): Asked[]
}

/** More than can be booked in a round. */
const bookings = { bare: 60_000, secured: 8_000 }

/** `tokens` of the doctors, in their order, and of the desk. */
export function scenariosOf(world: World, tokens: { doctors: readonly string[]; desk: string }): Scenario[] {
  const { doctors } = world
  const each = <T>(make: (doctor: World['doctors'][number], token: string | undefined) => T): T[] =>
    doctors.map((doctor, place) => make(doctor, tokens.doctors[place]))
  const as = (kind: Kind, token: string | undefined) => (kind === 'secured' && token ? { token } : {})
  const list = (kind: Kind, query: string): Asked[] =>
    each(({ id }, token) => ({
      method: 'GET',
      path: `/api/patients?${[kind === 'bare' ? `doctor=${id}` : 'limit=25', query].filter(Boolean).join('&')}`,
      ...as(kind, token),
    }))
  const patients = doctors.flatMap(({ patientIds }) => patientIds)
  return [
    {
      name: 'read',
      title: 'one chart read by a doctor in care',
      connections: [64, 8, 1],
      asked: (kind) =>
        each(({ patientIds }, token) =>
          patientIds.map((id): Asked => ({ method: 'GET', path: `/api/patients/${id}`, ...as(kind, token) })),
        ).flat(),
    },
    { name: 'list', title: 'the first 25 charts in a doctor’s care', connections: [64, 8, 1], asked: (kind) => list(kind, '') },
    {
      name: 'search',
      title: 'a doctor’s patients by the first letters of a name',
      connections: [64, 8, 1],
      asked: (kind) => ['gol', 'ha', 'lopez', 'iva', 'katz'].flatMap((start) => list(kind, `name=${start}`)),
    },
    {
      name: 'book',
      title: 'a visit booked by the desk',
      connections: [64, 8, 1],
      inTurn: true,
      asked: (kind, round) =>
        Array.from({ length: bookings[kind] }, (_, place) => {
          const turn = round * bookings[kind] + place
          const slot = slotAt(world.firstSlot, Math.floor(turn / doctors.length))
          const doctorId = doctors[turn % doctors.length]?.id
          const body = { doctorId, patientId: patients[turn % patients.length], ...slot, reason: 'A cough that stays' }
          return { method: 'POST', path: '/api/appointments', body, ...as(kind, tokens.desk) }
        }),
    },
    {
      name: 'sign-in',
      title: 'a sign-in by password (argon2id, 19 MiB, 2 passes, on both sides)',
      connections: [8, 1],
      asked: () => doctors.map(({ login }) => ({ method: 'POST', path: '/api/auth/login', body: { login, password } })),
    },
  ]
}

function slotAt(first: Date, place: number): { start: string; end: string } {
  const at = (turn: number) => new Date(first.getTime() + turn * slotMinutes * 60_000).toISOString()
  return { start: at(place), end: at(place + 1) }
}
