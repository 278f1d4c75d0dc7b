import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './page.module.css'

/** A titled block of a page between lines. `flush` for lists and tables that bring their own padding. */
export function Section({
  title,
  aside,
  flush = false,
  children,
}: {
  title: ReactNode
  aside?: ReactNode
  flush?: boolean
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.sectionHead}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside}
      </div>
      <div className={classes.sectionBody} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  )
}
