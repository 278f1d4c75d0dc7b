import { Text } from '@mantine/core'
import { IconClockPause } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockOf } from '../../words/countdown.ts'
import classes from './booking.module.css'

/** How long a time is still kept. It is spoken when it begins and when a minute is left, and not at each second. */
export function HoldCountdown({ until, onEnd }: { until: number; onEnd: () => void }) {
  const { t } = useTranslation()
  const [left, setLeft] = useState(() => secondsTo(until))
  useEffect(() => {
    const beat = setInterval(() => setLeft(secondsTo(until)), 500)
    return () => clearInterval(beat)
  }, [until])
  useEffect(() => {
    if (left <= 0) onEnd()
  }, [left, onEnd])
  return (
    <div className={classes.kept}>
      <IconClockPause size={20} stroke={1.5} aria-hidden="true" />
      <Text role="timer">
        {t('visits.book.kept')} <bdi className={classes.left}>{clockOf(Math.max(0, left))}</bdi>
      </Text>
      <Text role="status" className={classes.spoken}>
        {left > 60 ? t('visits.book.keptSpoken') : t('visits.book.lastMinute')}
      </Text>
    </div>
  )
}

function secondsTo(until: number): number {
  return Math.ceil((until - performance.now()) / 1000)
}
