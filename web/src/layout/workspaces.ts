import { type Icon, IconShieldLock, IconUserCircle } from '@tabler/icons-react'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import type { TFunction } from 'i18next'
import type { PagePath } from '../router.tsx'

export type RailEntry = { to: PagePath; label: (t: TFunction) => string; icon: Icon }

/** The rail of each role, in order; the first entry is where the role lands. Only pages that exist. */
const workspaces: Record<RoleName, readonly RailEntry[]> = {
  patient: [],
  doctor: [],
  admin: [],
  reception: [],
  auditor: [],
  service: [],
}

/** What every role has. */
export const ownAccount: readonly RailEntry[] = [
  { to: '/profile', label: (t) => t('account.profile.rail'), icon: IconUserCircle },
  { to: '/security', label: (t) => t('account.security.title'), icon: IconShieldLock },
]

export function workspaceOf(role: RoleName): readonly RailEntry[] {
  return workspaces[role]
}

export function homeOf(role: RoleName): PagePath {
  return workspaces[role][0]?.to ?? '/profile'
}
