import {
  type Icon,
  IconAddressBook,
  IconArchive,
  IconArrowsExchange,
  IconBell,
  IconBuilding,
  IconBuildingCommunity,
  IconCalendarCog,
  IconCalendarEvent,
  IconCalendarWeek,
  IconChartBar,
  IconClock,
  IconDoor,
  IconEye,
  IconFileText,
  IconFingerprint,
  IconGauge,
  IconGavel,
  IconHome,
  IconHourglassHigh,
  IconIdBadge2,
  IconKey,
  IconListDetails,
  IconLockAccess,
  IconMail,
  IconMessageQuestion,
  IconRoute,
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

export type RailGroup = 'people' | 'oversight' | 'organisation'
/** `exact`: marked as open only on the page itself, not on those below it. `group`: under which words it stands; without one above all others. */
export type RailEntry = { to: PagePath; label: (t: TFunction) => string; icon: Icon; exact?: boolean; group?: RailGroup }

/** The rail of each role, in order; the first entry is where the role lands. Only pages that exist. */
const workspaces: Record<RoleName, readonly RailEntry[]> = {
  patient: [
    { to: '/today', label: (t) => t('visits.today.title'), icon: IconHome },
    { to: '/doctors', label: (t) => t('visits.find.rail'), icon: IconStethoscope },
    { to: '/visits', label: (t) => t('visits.list.rail'), icon: IconCalendarEvent },
    { to: '/records', label: (t) => t('chart.records.rail'), icon: IconFileText },
    { to: '/cases', label: (t) => t('cases.rail'), icon: IconMessageQuestion },
    { to: '/details', label: (t) => t('hours.details.rail'), icon: IconAddressBook },
    { to: '/who-looked', label: (t) => t('journal.looked.rail'), icon: IconEye },
    { to: '/family', label: (t) => t('family.title'), icon: IconUsers },
  ],
  doctor: [
    { to: '/day', label: (t) => t('chart.day.rail'), icon: IconCalendarEvent },
    { to: '/week', label: (t) => t('calendar.week.rail'), icon: IconCalendarWeek },
    { to: '/cases', label: (t) => t('cases.rail'), icon: IconMessageQuestion },
    { to: '/availability', label: (t) => t('hours.rail'), icon: IconClock },
    { to: '/patients', label: (t) => t('chart.patients.title'), icon: IconUsers },
  ],
  admin: [
    { to: '/admin', label: (t) => t('overview.title'), icon: IconChartBar, exact: true },
    { to: '/board', label: (t) => t('board.title'), icon: IconCalendarEvent },
    { to: '/patients', label: (t) => t('chart.patients.title'), icon: IconUsers },
    { to: '/admin/people', label: (t) => t('people.title'), icon: IconUsersGroup, group: 'people' },
    { to: '/admin/access', label: (t) => t('access.why.rail'), icon: IconLockAccess, group: 'people' },
    { to: '/admin/alerts', label: (t) => t('alerts.title'), icon: IconBell, group: 'oversight' },
    { to: '/admin/reviews', label: (t) => t('reviews.title'), icon: IconGavel, group: 'oversight' },
    { to: '/admin/logs', label: (t) => t('journal.logs.rail'), icon: IconListDetails, group: 'oversight' },
    { to: '/admin/member-checks', label: (t) => t('partners.checks.title'), icon: IconIdBadge2, group: 'oversight' },
    { to: '/admin/visit-types', label: (t) => t('visitTypes.rail'), icon: IconCalendarCog, group: 'organisation' },
    { to: '/admin/rooms', label: (t) => t('board.rooms.title'), icon: IconDoor, group: 'organisation' },
    { to: '/admin/case-routing', label: (t) => t('routing.rail'), icon: IconRoute, group: 'organisation' },
    { to: '/admin/old-cases', label: (t) => t('legacy.title'), icon: IconArchive, group: 'organisation' },
    { to: '/admin/partners', label: (t) => t('partners.title'), icon: IconBuildingCommunity, group: 'organisation' },
    { to: '/admin/settings', label: (t) => t('settings.rail'), icon: IconSettings, group: 'organisation' },
    { to: '/admin/sign-in', label: (t) => t('signInRules.title'), icon: IconFingerprint, group: 'organisation' },
    { to: '/admin/single-sign-on', label: (t) => t('signOn.admin.title'), icon: IconBuilding, group: 'organisation' },
    { to: '/admin/api-keys', label: (t) => t('keys.title'), icon: IconKey, group: 'organisation' },
    { to: '/admin/usage', label: (t) => t('usage.title'), icon: IconGauge, group: 'organisation' },
  ],
  reception: [
    { to: '/board', label: (t) => t('board.title'), icon: IconCalendarEvent, exact: true },
    { to: '/board/waitlist', label: (t) => t('waitlist.title'), icon: IconHourglassHigh },
    { to: '/handovers', label: (t) => t('away.handovers.title'), icon: IconArrowsExchange },
    { to: '/patients', label: (t) => t('chart.patients.title'), icon: IconUsers },
  ],
  auditor: [
    { to: '/admin/logs', label: (t) => t('journal.logs.rail'), icon: IconListDetails },
    { to: '/admin/access', label: (t) => t('access.why.rail'), icon: IconLockAccess },
    { to: '/admin/alerts', label: (t) => t('alerts.title'), icon: IconBell },
    { to: '/admin/member-checks', label: (t) => t('partners.checks.title'), icon: IconIdBadge2 },
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

/** The entries under their words, in the order in which each group begins. */
export function grouped(entries: readonly RailEntry[]): { group: RailGroup | undefined; entries: RailEntry[] }[] {
  return [...Map.groupBy(entries, ({ group }) => group)].map(([group, within]) => ({ group, entries: within }))
}

/** Whether the role runs the organisation, and so says for what it looks at patients. */
export function runsOrganisation(role: RoleName): boolean {
  return workspaceOf(role).some(({ to }) => to === '/admin/settings')
}

export function homeOf(role: RoleName): PagePath {
  return workspaces[role][0]?.to ?? '/profile'
}
