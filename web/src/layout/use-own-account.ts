import { useEndpoint } from '../data/use-endpoint.ts'
import { ownAccount, type RailEntry } from './workspaces.ts'

/** The pages of one's own account, as far as this installation has them. */
export function useOwnAccount(): readonly RailEntry[] {
  const about = useEndpoint('about')
  return ownAccount(about.data?.mail === 'mailbox')
}
