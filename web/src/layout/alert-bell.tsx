import { ActionIcon, Indicator } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { client } from '../data/client.ts'
import { keyOf } from '../data/use-endpoint.ts'
import { usePerson } from '../session/session.ts'
import { workspaceOf } from './workspaces.ts'

const minute = 60_000

/** How many alerts are open, for those whose workspace has them; asked every minute, which keeps no session awake. */
export function AlertBell() {
  const has = workspaceOf(usePerson().role).some(({ to }) => to === '/admin/alerts')
  return has ? <Bell /> : null
}

function Bell() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const counted = useQuery({
    queryKey: keyOf('countAlerts', undefined),
    queryFn: ({ signal }) => client.countAlerts(undefined, { signal, background: true }),
    refetchInterval: minute,
  })
  const count = counted.data?.open ?? 0
  return (
    <Indicator disabled={count === 0} label={count > 99 ? '99+' : count} size={18} color="red" offset={6} zIndex={1}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={count === 0 ? t('alerts.bell') : t('alerts.bell', { count })}
        onClick={() => navigate({ to: '/admin/alerts' })}
      >
        <IconBell size={20} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </Indicator>
  )
}
