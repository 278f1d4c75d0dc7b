// As long as emergency access is open, everything around the page says so; when it ends, what it showed is gone from the screen and the memory.
import { UnstyledButton } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../data/use-act.ts'
import { useEndpoint } from '../data/use-endpoint.ts'
import { useForgetCharts } from '../data/use-forget-charts.ts'
import { EmergencyDialog } from '../pages/emergency/emergency-dialog.tsx'
import { usePerson } from '../session/session.ts'
import { clockOf } from '../words/countdown.ts'
import classes from './emergency-bar.module.css'

type Access = Answer<'listBreakGlass'>['items'][number]

export function EmergencyBar() {
  const { doctorId } = usePerson()
  const open = useEndpoint('listBreakGlass', undefined, { enabled: doctorId !== undefined })
  const items = open.data?.items ?? []
  if (items.length === 0) return null
  return (
    <>
      <div className={classes.frame} aria-hidden="true" />
      {items.map((access) => (
        <OpenAccess key={access.id} access={access} />
      ))}
    </>
  )
}

function OpenAccess({ access }: { access: Access }) {
  const { t } = useTranslation()
  const forget = useForgetCharts()
  const [extending, setExtending] = useState(false)
  const left = useSecondsLeft(access.until)
  const end = useAct('endBreakGlass', { done: t('emergency.ended') })
  useEffect(() => {
    if (left <= 0) void forget()
  }, [left, forget])
  const endNow = async () => {
    await end.run({ params: { id: access.id } })
    await forget()
  }
  return (
    <section className={classes.bar} aria-label={t('emergency.banner')}>
      <span className={classes.who}>
        <IconUrgent size={18} stroke={1.75} aria-hidden="true" />
        <Link to="/patients/$patientId" params={{ patientId: access.patient.id }} search={{}} style={{ color: 'inherit' }}>
          {t('emergency.bannerText', { name: access.patient.displayName })}
        </Link>
      </span>
      <span role="timer" className={classes.time}>
        {t('emergency.left', { time: clockOf(left) })}
      </span>
      <UnstyledButton className={classes.act} onClick={() => setExtending(true)}>
        {t('emergency.longer')}
      </UnstyledButton>
      <UnstyledButton className={classes.act} disabled={end.busy} onClick={endNow}>
        {t('emergency.end')}
      </UnstyledButton>
      <EmergencyDialog opened={extending} onClose={() => setExtending(false)} extending={access} />
    </section>
  )
}

/** Counts down to an instant, whole seconds, never below zero. */
function useSecondsLeft(until: string): number {
  const remaining = () => Math.max(0, Math.ceil((new Date(until).getTime() - Date.now()) / 1000))
  const [left, setLeft] = useState(remaining)
  useEffect(() => {
    const count = () => setLeft(Math.max(0, Math.ceil((new Date(until).getTime() - Date.now()) / 1000)))
    count()
    const timer = setInterval(count, 1000)
    return () => clearInterval(timer)
  }, [until])
  return left
}
