// Drawn by hand: the component library's sparkline spaces points evenly, and a year between two of them would look like a day.
import { momentOf } from './fhir-dates.ts'
import { rangeOf, type TrendCard } from './trend-cards.ts'
import classes from './trends.module.css'

const [width, height, inset] = [240, 56, 4]

/** The course of a card's series over time; a picture beside words that say the same, so hidden from screen readers. */
export function Sparkline({ card }: { card: TrendCard }) {
  const { low, high } = heightOf(card)
  const moments = card.series.flatMap(({ points }) => points.map(({ at }) => momentOf(at)))
  const [from, to] = [Math.min(...moments), Math.max(...moments)]
  const x = (at: string) => inset + share(momentOf(at), from, to) * (width - 2 * inset)
  const y = (value: number) => height - inset - share(value, low, high) * (height - 2 * inset)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={classes.spark} aria-hidden="true">
      {card.series.map(({ code, points }, place) => {
        const last = points.at(-1)
        return (
          <g key={code} className={classes.line} data-place={place}>
            <polyline points={points.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')} />
            {last && <circle cx={x(last.at)} cy={y(last.value)} r={3.5} />}
          </g>
        )
      })}
    </svg>
  )
}

/** From where to where the picture reaches: never less than a fiftieth of the value, or half a centimetre of height would look like a leap. */
function heightOf(card: TrendCard): { low: number; high: number } {
  const { low, high } = rangeOf(card)
  const missing = Math.max(0, Math.max(Math.abs(low), Math.abs(high)) / 50 - (high - low))
  return { low: low - missing / 2, high: high + missing / 2 }
}

/** Where a value stands between two others, from 0 to 1; in the middle where they are the same. */
function share(value: number, low: number, high: number): number {
  return high === low ? 0.5 : (value - low) / (high - low)
}
