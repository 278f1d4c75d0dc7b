// A clinic in memory that routes by the product's own rules, and is held after every event to what must be true of it. [F63][F64]
import fc from 'fast-check'
import { expect } from 'vitest'
import { type Candidate, type Decision, decide } from './routing-rules.ts'

const languages = ['en', 'he', 'ar', 'ru', 'pt-BR']
const specialties = ['General practice', 'Dermatology', 'Pediatrics']
const pools = ['harbour', 'acme']

type Case = {
  id: number
  language: string
  specialty?: string
  pool: string
  state: string
  doctorId?: string
  passedBy: string[]
  decision: Decision
}
type Clinic = { doctors: Map<string, Omit<Candidate, 'load'>>; cases: Case[]; clock: number }
type Event = { kind: 'submit' | 'accept' | 'answer' | 'pass' | 'leave' | 'return' | 'reopen'; one: number; two: number; three: number }

/** Runs so many sequences of events. After each event the keeper comes by, as it does once a minute. */
export async function keepsEveryCase(sequences: number): Promise<void> {
  const doctor = fc.record({
    languages: fc.subarray(languages, { minLength: 1 }),
    specialties: fc.subarray(specialties),
    pool: fc.constantFrom(undefined, ...pools),
    away: fc.boolean(),
  })
  const event: fc.Arbitrary<Event> = fc.record({
    kind: fc.constantFrom('submit', 'submit', 'submit', 'accept', 'answer', 'pass', 'leave', 'return', 'reopen'),
    one: fc.nat(50),
    two: fc.nat(50),
    three: fc.nat(50),
  })
  await fc.assert(
    fc.property(fc.array(doctor, { maxLength: 6 }), fc.array(event, { maxLength: 30 }), (doctors, events) => {
      const clinic: Clinic = { doctors: new Map(), cases: [], clock: 1 }
      for (const [place, { pool, ...facts }] of doctors.entries())
        clinic.doctors.set(`d${place}`, { doctorId: `d${place}`, ...facts, ...(pool && { pool }) })
      for (const each of events) {
        clinic.clock += 1
        happen(clinic, each)
        comeBy(clinic)
        mustHold(clinic)
      }
    }),
    { numRuns: sequences },
  )
}

function happen(clinic: Clinic, { kind, one, two, three }: Event): void {
  const found = clinic.cases[one % Math.max(1, clinic.cases.length)]
  const doctor = [...clinic.doctors.values()][one % Math.max(1, clinic.doctors.size)]
  if (kind === 'submit') {
    const specialty = [undefined, ...specialties][two % 4]
    const wanted = { language: languages[one % 5] ?? 'en', pool: pools[three % 2] ?? '', ...(specialty && { specialty }) }
    const made: Case = {
      id: clinic.cases.length,
      ...wanted,
      state: 'triaged',
      passedBy: [],
      decision: decide({ wanted, passedBy: [], candidates: [] }),
    }
    clinic.cases.push(made)
    route(clinic, made)
  }
  if (kind === 'leave' && doctor) doctor.away = true
  if (kind === 'return' && doctor) doctor.away = false
  if (found === undefined) return
  if (kind === 'accept' && found.state === 'queued') {
    found.state = 'accepted'
    found.doctorId = found.decision.offers[two % found.decision.offers.length]?.doctorId ?? found.doctorId ?? ''
  }
  if (kind === 'answer' && found.state === 'accepted') found.state = 'answered'
  if (kind === 'pass' && found.doctorId && (found.state === 'queued' || found.state === 'accepted')) {
    found.passedBy = [...found.passedBy, found.doctorId]
    route(clinic, found)
  }
  if (kind === 'reopen' && found.state === 'answered') {
    found.passedBy = []
    route(clinic, found, found.doctorId)
  }
}

/** What the keeper does: what the desk has is offered again, what somebody who left has moves on. */
function comeBy(clinic: Clinic): void {
  for (const found of clinic.cases) {
    const gone = found.doctorId !== undefined && clinic.doctors.get(found.doctorId)?.away === true
    if (found.state === 'triaged' || (found.state === 'queued' && gone)) route(clinic, found)
  }
}

function route(clinic: Clinic, found: Case, before?: string): void {
  const { language, specialty, pool, passedBy } = found
  const loadOf = (id: string) =>
    clinic.cases.filter(({ doctorId, state }) => doctorId === id && (state === 'queued' || state === 'accepted')).length
  found.decision = decide({
    wanted: { language, pool, ...(specialty && { specialty }) },
    passedBy,
    ...(before !== undefined && { before }),
    candidates: [...clinic.doctors.values()].map((doctor) => ({ ...doctor, load: loadOf(doctor.doctorId) })),
  })
  const [first] = found.decision.offers
  found.state = first ? 'queued' : 'triaged'
  if (first === undefined) delete found.doctorId
  else {
    found.doctorId = first.doctorId
    const doctor = clinic.doctors.get(first.doctorId)
    if (doctor) doctor.lastAt = clinic.clock
  }
}

function mustHold({ doctors, cases }: Clinic): void {
  for (const { state, doctorId, language, pool, passedBy, decision } of cases) {
    const { rules: _, offers, ...question } = decision
    expect(decide(question).offers).toEqual(offers)
    const there = [...doctors.values()].filter((doctor) => !doctor.away && !passedBy.includes(doctor.doctorId))
    // The desk has a case only while nobody is there, and a doctor has it otherwise: never nobody.
    if (state === 'triaged') expect(there).toEqual([])
    else expect(doctors.has(doctorId ?? '')).toBe(true)
    for (const offer of offers) {
      const then = question.candidates.find((candidate) => candidate.doctorId === offer.doctorId)
      expect(then?.away).toBe(false)
      expect(passedBy.slice(0, question.passedBy.length)).not.toContain(offer.doctorId)
      const speaks = then?.languages.some((spoken) => spoken.slice(0, 2) === language.slice(0, 2)) === true
      const foreign = then?.pool !== undefined && then.pool !== pool
      expect(offer.fallback).toBe(!speaks || foreign)
      expect(offer.reasons.includes('language-fallback')).toBe(!speaks)
      // A fallback says that nobody who was there was better.
      if (!speaks)
        expect(
          question.candidates.filter(
            (other) =>
              !other.away &&
              !question.passedBy.includes(other.doctorId) &&
              other.languages.some((spoken) => spoken.slice(0, 2) === language.slice(0, 2)),
          ),
        ).toEqual([])
    }
    if (state === 'queued') expect(doctors.get(doctorId ?? '')?.away).toBe(false)
  }
}
