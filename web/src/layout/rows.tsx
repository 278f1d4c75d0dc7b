import type { ReactNode } from 'react'
import classes from './rows.module.css'

/** A list whose items are parted by lines; inside `<Section flush>`. */
export function Rows({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  )
}

/** One item: a picture or icon, what it is, and what may be done with it. Wraps on a phone. */
export function Row({ start, children, end }: { start?: ReactNode; children: ReactNode; end?: ReactNode }) {
  return (
    <li className={classes.row}>
      {start && <div className={classes.start}>{start}</div>}
      <div className={classes.body}>{children}</div>
      {end && <div className={classes.end}>{end}</div>}
    </li>
  )
}
