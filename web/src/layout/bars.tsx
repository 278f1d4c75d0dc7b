import { VisuallyHidden } from '@mantine/core'
import classes from './bars.module.css'

/** `words`: what the bar says to who cannot see it; `mark` stands under it, and is empty where marks would run into each other. */
export type Bar = { key: string | number; count: number; number: string; mark: string; words: string }

const tallest = 120

/** One bar a span of time, oldest first. */
export function Bars({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  return (
    <ol className={classes.bars} aria-label={label}>
      {bars.map(({ key, count, number, mark, words }) => (
        <li key={key} className={classes.item} title={words}>
          <VisuallyHidden>{words}</VisuallyHidden>
          <span className={classes.number} aria-hidden="true">
            {count > 0 && number}
          </span>
          <span className={classes.bar} aria-hidden="true" style={{ height: `${Math.round((count / most) * tallest)}px` }} />
          <span className={classes.mark} aria-hidden="true">
            {mark}
          </span>
        </li>
      ))}
    </ol>
  )
}
