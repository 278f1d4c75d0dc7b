// For what an administrator reads the data of patients, in memory alone: for the chart that is open, or for the whole sitting.
import type { Purpose } from '@wardkeep/contract/audit.ts'
import type { Endpoint } from '@wardkeep/contract/endpoint.ts'
import { asksPurpose } from '@wardkeep/contract/purpose.ts'
import { signal } from './signal.ts'

/** What the lists are read for. */
export const sitting = signal<Purpose | undefined>(undefined)
/** What one chart, or one record that was opened by itself, is read for, until it is left. */
export const chart = signal<{ about: string; purpose: Purpose } | undefined>(undefined)
/** A call waits until somebody says for what. */
export const purposeAsked = signal<((stated: boolean) => void) | undefined>(undefined)

/** What is sent with a call that shows patients. */
export function purposeFor(endpoint: Pick<Endpoint, 'audit'>): Purpose | undefined {
  return asksPurpose(endpoint.audit) ? (chart.get()?.purpose ?? sitting.get()) : undefined
}

let answer: Promise<boolean> | undefined

/** Resolves to whether a purpose was stated; calls that wait at the same time go on with one answer. */
export function askPurpose(): Promise<boolean> {
  if (answer) return answer
  const { promise, resolve } = Promise.withResolvers<boolean>()
  answer = promise
  purposeAsked.set((stated) => {
    purposeAsked.set(undefined)
    answer = undefined
    resolve(stated)
  })
  return promise
}

export function forgetPurposes(): void {
  sitting.set(undefined)
  chart.set(undefined)
  purposeAsked.get()?.(false)
}
