import { expect, test } from 'vitest'
import { deadlineOf, hoursIn, isOverdue, mayStep, mayWrite, steps } from './rules.ts'

/** By hand: what each state lets happen. Everything else is refused. */
const allowed: Record<string, string[]> = {
  submitted: [],
  triaged: ['write', 'withdraw', 'pass-on'],
  queued: ['write', 'accept', 'withdraw', 'pass-on'],
  accepted: ['write', 'answer', 'withdraw', 'pass-on'],
  answered: ['write', 'close', 'reopen'],
  closed: ['reopen'],
  withdrawn: [],
}
const states = ['submitted', 'triaged', 'queued', 'accepted', 'answered', 'closed', 'withdrawn'] as const
const all = ['write', 'accept', 'answer', 'close', 'reopen', 'withdraw', 'pass-on'] as const

test('[F62 part] each of the seven states lets happen what the table of the test says and nothing else', () => {
  expect(Object.keys(steps).sort()).toEqual([...all].sort())
  for (const state of states)
    expect(
      all.filter((step) => mayStep(state, step)),
      state,
    ).toEqual(allowed[state])
})

test('a doctor writes only into what was accepted, a patient into everything that is open', () => {
  expect(states.filter((state) => mayWrite(state, true))).toEqual(['accepted', 'answered'])
  expect(states.filter((state) => mayWrite(state, false))).toEqual(['triaged', 'queued', 'accepted', 'answered'])
})

test('an urgent case is late after four hours, one that is soon after a day, any other after three, and an answered one never', () => {
  const asked = new Date('2027-03-01T08:00:00Z')
  expect(deadlineOf('urgent', asked, hoursIn(undefined))).toEqual(new Date('2027-03-01T12:00:00Z'))
  expect(deadlineOf('soon', asked, hoursIn(undefined))).toEqual(new Date('2027-03-02T08:00:00Z'))
  const dueAt = deadlineOf('routine', asked, hoursIn(undefined))
  expect(dueAt).toEqual(new Date('2027-03-04T08:00:00Z'))
  expect(isOverdue({ state: 'accepted', dueAt }, new Date(dueAt.getTime() - 1))).toBe(false)
  expect(isOverdue({ state: 'accepted', dueAt }, dueAt)).toBe(true)
  expect(isOverdue({ state: 'answered', dueAt }, new Date('2028-01-01T00:00:00Z'))).toBe(false)
})
