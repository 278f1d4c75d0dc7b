import { askPurpose, chart, sitting } from '../session/purpose.ts'
import { usePerson } from '../session/session.ts'
import { runsOrganisation } from './workspaces.ts'

/** Asks an administrator for what, before patients are shown in the middle of other work; resolves to whether they may be shown now. */
export function usePurposeFirst(): () => Promise<boolean> {
  const { role } = usePerson()
  return async () => !runsOrganisation(role) || (chart.get()?.purpose ?? sitting.get()) !== undefined || (await askPurpose())
}
