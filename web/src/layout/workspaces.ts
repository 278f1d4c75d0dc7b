import {
  type Icon,
  IconAddressBook,
  IconBell,
  IconCalendarEvent,
  IconCalendarWeek,
  IconChartBar,
  IconClock,
  IconDoor,
  IconEye,
  IconFileText,
  IconGauge,
  IconGavel,
  IconHome,
  IconKey,
  IconListDetails,
  IconMail,
  IconSettings,
  IconShieldLock,
  IconStethoscope,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import type { TFunction } from 'i18next'
import type { PagePath } from '../router.tsx'

/** `exact`: marked as open only on the page itself, not on those below it. */
export type RailEntry = { to: PagePath; label: (t: TFunction) => string; icon: Icon; exact?: boolean }

/** The rail of each role, in order; the first entry is where the role lands. Only pages that exist. */
const workspaces: Record<RoleName, readonly RailEntry[]> = {
  patient: [
    { to: '/today', label: (t) => t('visits.today.title'), icon: IconHome },
    { to: '/doctors', label: (t) => t('visits.find.rail'), icon: IconStethoscope },
    { to: '/visits', label: (t) => t('visits.list.rail'), icon: IconCalendarEvent },
    { to: '/records', label: (t) => t('chart.records.rail'), icon: IconFileText },
    { to: '/details', label: (t) => t('hours.details.rail'), icon: IconAddressBook },
    { to: '/who-looked', label: (t) => t('journal.looked.rail'), icon: IconEye },
    { to: '/family', label: (t) => t('family.title'), icon: IconUsers },
  ],
  doctor: [
    { to: '/day', label: (t) => t('chart.day.rail'), icon: IconCalendarEvent },
    { to: '/week', label: (t) => t('calendar.week.rail'), icon: IconCalendarWeek },
    { to: '/availability', label: (t) => t('hours.rail'), icon: IconClock },
    { to: '/patients', label: (t) => t('chart.patients.title'), icon: IconUsers },
  ],
  admin: [
    { to: '/admin', label: (t) => t('overview.title'), icon: IconChartBar, exact: true },
    { to: '/admin/people', label: (t) => t('people.title'), icon: IconUsersGroup },
    { to: '/admin/alerts', label: (t) => t('alerts.title'), icon: IconBell },
    { to: '/admin/reviews', label: (t) => t('reviews.title'), icon: IconGavel },
    { to: '/admin/logs', label: (t) => t('journal.logs.rail'), icon: IconListDetails },
    { to: '/admin/api-keys', label: (t) => t('keys.title'), icon: IconKey },
    { to: '/admin/usage', label: (t) => t('usage.title'), icon: IconGauge },
    { to: '/board', label: (t) => t('board.title'), icon: IconCalendarEvent },
    { to: '/patients', label: (t) => t('chart.patients.title'), icon: IconUsers },
    { to: '/admin/rooms', label: (t) => t('board.rooms.title'), icon: IconDoor },
    { to: '/admin/access', label: (t) => t('access.why.rail'), icon: IconKey },
    { to: '/admin/sign-in', label: (t) => t('signInRules.title'), icon: IconKey },
    { to: '/admin/settings', label: (t) => t('settings.rail'), icon: IconSettings },
  ],
  reception: [
    { to: '/board', label: (t) => t('board.title'), icon: IconCalendarEvent },
    { to: '/patients', label: (t) => t('chart.patients.title'), icon: IconUsers },
  ],
  auditor: [
    { to: '/admin/logs', label: (t) => t('journal.logs.rail'), icon: IconListDetails },
    { to: '/admin/access', label: (t) => t('access.why.rail'), icon: IconKey },
    { to: '/admin/alerts', label: (t) => t('alerts.title'), icon: IconBell },
  ],
  service: [],
}

/** What every role has; the demo's mailbox where there is one. */
export function ownAccount(hasMailbox: boolean): readonly RailEntry[] {
  return hasMailbox ? [...everywhere, { to: '/mailbox', label: (t) => t('mailbox.title'), icon: IconMail }] : everywhere
}

const everywhere: readonly RailEntry[] = [
  { to: '/profile', label: (t) => t('account.profile.rail'), icon: IconUserCircle },
  { to: '/security', label: (t) => t('account.security.title'), icon: IconShieldLock },
]

export function workspaceOf(role: RoleName): readonly RailEntry[] {
  return workspaces[role]
}

/** Whether the role runs the organisation, and so says for what it looks at patients. */
export function runsOrganisation(role: RoleName): boolean {
  return workspaceOf(role).some(({ to }) => to === '/admin/settings')
}

export function homeOf(role: RoleName): PagePath {
  return workspaces[role][0]?.to ?? '/profile'
}
