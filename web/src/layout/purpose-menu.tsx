import { Button, Menu } from '@mantine/core'
import { IconTargetArrow } from '@tabler/icons-react'
import { offeredPurposes } from '@wardkeep/contract/purpose.ts'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { chart, sitting } from '../session/purpose.ts'
import classes from './purpose-menu.module.css'

/** For what the open pages are read, and the way to change it; nothing until somebody said so. */
export function PurposeMenu() {
  const { t } = useTranslation()
  const ofSitting = useSyncExternalStore(sitting.subscribe, sitting.get)
  const ofChart = useSyncExternalStore(chart.subscribe, chart.get)
  const purpose = ofChart?.purpose ?? ofSitting
  const offered = offeredPurposes.find((each) => each === purpose)
  if (offered === undefined) return null
  const working = t('purpose.working', { purpose: t(`purpose.of.${offered}`) })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" className={classes.sign}>
          <IconTargetArrow size={16} stroke={1.5} aria-hidden="true" />
          <span className={classes.words}>{working}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{working}</Menu.Label>
        {offeredPurposes.map((each) => (
          <Menu.Item key={each} onClick={() => (ofChart ? chart.set({ ...ofChart, purpose: each }) : sitting.set(each))}>
            {t(`purpose.of.${each}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
