import type { ReactNode } from 'react'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { NotFoundPage } from '../../layout/fallback-pages.tsx'
import { Loaded } from '../../layout/loaded.tsx'

/** Where nobody in particular may ask; elsewhere there is no such page. */
export function NobodysPage({ children }: { children: ReactNode }) {
  const about = useEndpoint('about')
  return <Loaded query={about}>{({ anonymousCases }) => (anonymousCases ? children : <NotFoundPage />)}</Loaded>
}
