// Nothing is computed of a measured number: it is grouped, and given as it was imported.
import { type Trend, trendLimits } from '@wardkeep/contract/patients.ts'
import type { Static } from 'typebox'
import type { HistoryContent } from './history-content.ts'

type Series = Static<typeof Trend>
type Reading = Omit<Series, 'points'> & { point: Series['points'][number] }

/**
 * The numbers of entries that come newest first, by code and unit. What is most recently measured leads and, where there are more series or
 * points than `trendLimits` allow, stays. An entry without a number or without a date has no place in a trend.
 */
export function trendsOf(entries: readonly HistoryContent[]): { series: Series[]; truncated: boolean } {
  const series = new Map<string, Series>()
  let truncated = false
  for (const { point, ...measured } of entries.flatMap(readingsOf)) {
    const key = JSON.stringify([measured.system, measured.code || measured.label, measured.unit])
    const known = series.get(key)
    if ((known?.points.length ?? 0) >= trendLimits.points || (known === undefined && series.size >= trendLimits.series)) truncated = true
    else if (known) known.points.push(point)
    else series.set(key, { ...measured, points: [point] })
  }
  return { series: [...series.values()].map((one) => ({ ...one, points: one.points.toReversed() })), truncated }
}

function readingsOf({ code, numeric, components = [], start }: HistoryContent): Reading[] {
  if (start === undefined) return []
  const panel = { code: code.code, label: code.display }
  return [
    ...(numeric ? [{ ...named(code), unit: numeric.unit, point: { at: start, value: numeric.value } }] : []),
    ...components.map((part) => ({
      ...named(part.code),
      unit: part.numeric.unit,
      panel,
      point: { at: start, value: part.numeric.value },
    })),
  ]
}

function named({ system, code, display }: HistoryContent['code']) {
  return { system, code, label: display }
}
