import { Menu, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { usePerson } from '../session/session.ts'
import { Brand } from './brand.tsx'
import classes from './rail.module.css'
import { useOwnAccount } from './use-own-account.ts'
import { grouped, type RailEntry, workspaceOf } from './workspaces.ts'

/** The workspace of one's role, with icons and words, at the side of a desk's screen. */
export function Rail() {
  const { t } = useTranslation()
  const work = workspaceOf(usePerson().role)
  const own = useOwnAccount()
  return (
    <nav aria-label={t('frame.workspace')} className={classes.rail}>
      <Link to="/" className={classes.brand}>
        <Brand />
      </Link>
      {grouped(work).map(({ group, entries }) => (
        <Entries
          key={group ?? ''}
          label={group ? t(`frame.group.${group}`) : t('frame.workspace')}
          titled={group !== undefined}
          entries={entries}
        />
      ))}
      <Entries label={t('frame.ownAccount')} entries={own} />
    </nav>
  )
}

function Entries({ label, titled = false, entries }: { label: string; titled?: boolean; entries: readonly RailEntry[] }) {
  const { t } = useTranslation()
  return (
    <div className={classes.block}>
      {titled && (
        <div aria-hidden="true" className={classes.title}>
          {label}
        </div>
      )}
      <ul aria-label={label} className={classes.group}>
        {entries.map(({ to, label: words, icon: Icon, exact = false }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact }} className={classes.entry}>
              <Icon size={20} stroke={1.5} aria-hidden="true" />
              <span>{words(t)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The same at the bottom of a phone's: as many as a thumb can tell apart, the rest behind "More". */
export function BottomBar() {
  const { t } = useTranslation()
  const entries = [...workspaceOf(usePerson().role), ...useOwnAccount()]
  const shown = entries.length <= 5 ? entries : entries.slice(0, 4)
  const rest = entries.slice(shown.length)
  const within = useLocation({ select: ({ pathname }) => isUnder(pathname, rest) && !isUnder(pathname, shown) })
  return (
    <nav aria-label={t('frame.workspace')} className={classes.bottom}>
      {shown.map(({ to, label, icon: Icon, exact = false }) => (
        <Link key={to} to={to} activeOptions={{ exact }} className={classes.tab}>
          <Icon size={22} stroke={1.5} aria-hidden="true" />
          <span>{label(t)}</span>
        </Link>
      ))}
      {rest.length > 0 && (
        <Menu position="top-end">
          <Menu.Target>
            <UnstyledButton className={classes.tab} data-status={within ? 'active' : undefined}>
              <IconDots size={22} stroke={1.5} aria-hidden="true" />
              <span>{t('frame.more')}</span>
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {grouped(rest).map(({ group, entries: within }, place) => (
              <Fragment key={group ?? ''}>
                {group ? <Menu.Label>{t(`frame.group.${group}`)}</Menu.Label> : place > 0 && <Menu.Divider />}
                {within.map(({ to, label, icon: Icon }) => (
                  <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={18} stroke={1.5} aria-hidden="true" />}>
                    {label(t)}
                  </Menu.Item>
                ))}
              </Fragment>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  )
}

/** Whether a page is one of the entries, or below it. */
function isUnder(pathname: string, entries: readonly RailEntry[]): boolean {
  return entries.some(({ to, exact = false }) => pathname === to || (!exact && pathname.startsWith(`${to}/`)))
}
