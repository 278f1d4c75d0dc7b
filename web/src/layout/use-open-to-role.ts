import { useMatches } from '@tanstack/react-router'
import type { RoleName } from '@wardkeep/contract/identity.ts'

/** Whether the open page belongs to the role's workspace. A courtesy: the server decides about every byte on its own. */
export function useOpenToRole(role: RoleName): boolean {
  return useMatches({ select: (matches) => matches.every(({ staticData }) => staticData.roles?.includes(role) ?? true) })
}
