import { IconAlertTriangle, IconBan, IconCalendarPlus, IconLogin2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Counts } from './counts.ts'
import classes from './overview.module.css'

const pictures = { signIns: IconLogin2, bookings: IconCalendarPlus, denied: IconBan, failed: IconAlertTriangle }
const order = ['signIns', 'bookings', 'denied', 'failed'] as const

export function Tiles({ counts }: { counts: Counts }) {
  const { t } = useTranslation()
  return (
    <dl className={classes.tiles}>
      {order.map((name) => {
        const Picture = pictures[name]
        return (
          <div key={name} className={classes.tile}>
            <dt>
              <Picture size={18} stroke={1.5} aria-hidden="true" />
              {t(`overview.${name}`)}
            </dt>
            <dd>{counts[name]}</dd>
          </div>
        )
      })}
    </dl>
  )
}
