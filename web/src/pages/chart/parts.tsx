import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type PartName, partNames } from './part-search.ts'
import classes from './parts.module.css'

/** The parts of a chart. What is not open is not read: every reading stands in the list of who looked. */
export function Parts({
  open,
  change,
  parts,
}: {
  open: PartName | undefined
  change: (part: PartName) => void
  parts: Partial<Record<PartName, ReactNode>>
}) {
  const { t } = useTranslation()
  const names = partNames.filter((name) => parts[name])
  const shown = names.find((name) => name === open) ?? names[0] ?? null
  return (
    <Tabs
      value={shown}
      keepMounted={false}
      onChange={(value) => {
        const chosen = names.find((name) => name === value)
        if (chosen) change(chosen)
      }}
    >
      <Tabs.List aria-label={t('chart.page.parts')} mb="lg" className={classes.list}>
        {names.map((name) => (
          <Tabs.Tab key={name} value={name} className={classes.tab}>
            {t(`chart.parts.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => (
        <Tabs.Panel key={name} value={name}>
          {parts[name]}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
