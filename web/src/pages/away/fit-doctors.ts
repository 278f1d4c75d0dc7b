import type { Answer } from '@wardkeep/client'
import { useDirectory } from '../../data/use-directory.ts'

/** The other doctors of the directory who have a subject in common with one, or all others where that one has none. */
export function useFitDoctors(doctorId: string | undefined): Answer<'readDoctor'>[] {
  const { data: items = [] } = useDirectory()
  const own = items.find(({ id }) => id === doctorId)?.specialties ?? []
  return items.filter(({ id, specialties }) => id !== doctorId && (own.length === 0 || specialties.some((one) => own.includes(one))))
}
