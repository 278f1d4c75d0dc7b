import type { Answer } from '@wardkeep/client'
import { momentOf } from './fhir-dates.ts'

type Reply = Answer<'readTrends'>
export type Series = Reply['series'][number]
/** What is shown as one: a series alone, or those that were measured together in one unit, such as both numbers of a blood pressure. */
export type TrendCard = { key: string; label: string; unit: string; series: [Series, ...Series[]] }

/** LOINC of the systolic pressure: people read it first. */
const first = '8480-6'

/** Series as cards, in the order given. */
export function cardsOf(series: readonly Series[]): TrendCard[] {
  const cards = new Map<string, TrendCard>()
  for (const one of series) {
    const key = JSON.stringify([one.system, one.panel?.code ?? one.code, one.panel?.label ?? one.label, one.unit])
    const known = cards.get(key)
    if (known === undefined) cards.set(key, { key, label: one.panel?.label ?? one.label, unit: one.unit, series: [one] })
    else if (one.code === first) known.series.unshift(one)
    else known.series.push(one)
  }
  return [...cards.values()]
}

/** How often it was measured: of several series, the one with most. */
export function timesOf({ series }: TrendCard): number {
  return Math.max(...series.map(({ points }) => points.length))
}

/** The lowest and highest value of all series. */
export function rangeOf({ series }: TrendCard): { low: number; high: number } {
  const values = series.flatMap(({ points }) => points.map(({ value }) => value))
  return { low: Math.min(...values), high: Math.max(...values) }
}

/** One row for each time of measuring, newest first, with the value of each series where there is one. */
export function rowsOf({ series }: TrendCard): { at: string; values: (number | undefined)[] }[] {
  const rows = new Map<string, { at: string; values: (number | undefined)[] }[]>()
  for (const [place, { points }] of series.entries())
    for (const { at, value } of points) {
      const there = rows.get(at) ?? []
      rows.set(at, there)
      // Two values of one moment are two rows, never one that hides the other.
      const free = there.find(({ values }) => values[place] === undefined)
      if (free) free.values[place] = value
      else there.push({ at, values: series.map((_, other) => (other === place ? value : undefined)) })
    }
  return [...rows.values()].flat().toSorted((one, other) => momentOf(other.at) - momentOf(one.at))
}
