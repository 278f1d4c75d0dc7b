import type { ReactNode } from 'react'
import classes from './key-values.module.css'

/** Facts by name: `[[t('name'), value], …]`; what is undefined or empty is left out. */
export function KeyValues({ items }: { items: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.list}>
      {items
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([label, value]) => (
          <div key={label} className={classes.item}>
            <dt>{label}</dt>
            <dd>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>
          </div>
        ))}
    </dl>
  )
}
