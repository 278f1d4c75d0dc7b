import { type Icon, IconBell, IconGavel } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { keyOf, useEndpoint } from '../../data/use-endpoint.ts'
import { TextLink } from '../../layout/links.tsx'
import classes from './overview.module.css'

/** What waits for somebody: alerts that nobody has dealt with, and reviews past their day. */
export function Waiting() {
  const { t } = useTranslation()
  const alerts = useQuery({ queryKey: keyOf('countAlerts', undefined), queryFn: ({ signal }) => client.countAlerts(undefined, { signal }) })
  const reviews = useEndpoint('listReviews', { query: { state: 'open', limit: 100 } })
  return (
    <dl className={classes.tiles}>
      <Tile to="/admin/alerts" picture={IconBell} label={t('overview.alerts')} value={alerts.data?.open} more={alerts.data?.open === 100} />
      {/* The longest due stand first: where the whole page is overdue, there may be more. */}
      <Tile
        to="/admin/reviews"
        picture={IconGavel}
        label={t('overview.overdue')}
        value={reviews.data?.items.filter((review) => review.overdue).length}
        more={reviews.data?.next !== null && reviews.data?.items.at(-1)?.overdue === true}
      />
    </dl>
  )
}

type TileProps = { to: '/admin/alerts' | '/admin/reviews'; picture: Icon; label: string; value: number | undefined; more: boolean }

function Tile({ to, picture: Picture, label, value, more }: TileProps) {
  return (
    <div className={classes.tile}>
      <dt>
        <Picture size={18} stroke={1.5} aria-hidden="true" />
        <TextLink to={to}>{label}</TextLink>
      </dt>
      <dd>
        {value ?? '–'}
        {more && '+'}
      </dd>
    </div>
  )
}
