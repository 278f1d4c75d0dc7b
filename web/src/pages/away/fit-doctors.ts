import type { Answer } from '@wardkeep/client'
import { useEndpoint } from '../../data/use-endpoint.ts'

/** The other doctors of the directory who have a subject in common with one, or all others where that one has none. */
export function useFitDoctors(doctorId: string | undefined): Answer<'readDoctor'>[] {
  const doctors = useEndpoint('listDoctors', { query: { limit: 100 } })
  const items = doctors.data?.items ?? []
  const own = items.find(({ id }) => id === doctorId)?.specialties ?? []
  return items.filter(({ id, specialties }) => id !== doctorId && (own.length === 0 || specialties.some((one) => own.includes(one))))
}
