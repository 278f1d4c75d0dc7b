import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './wide-table.module.css'

/** A table that is wider than a phone: it scrolls by itself, by keyboard too, and the first column stays. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Table.ScrollContainer
      minWidth={900}
      scrollAreaProps={{ type: 'auto', viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}
    >
      <Table verticalSpacing="xs" aria-label={label} className={classes.table}>
        {children}
      </Table>
    </Table.ScrollContainer>
  )
}
