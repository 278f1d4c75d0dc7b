import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { ReadName } from './use-endpoint.ts'

const ofCharts: readonly ReadName[] = [
  'listBreakGlass',
  'listPatients',
  'readPatient',
  'readHistory',
  'readTrends',
  'listRecords',
  'readRecord',
  'verifyRecord',
]

/** Forgets what was read of charts and reads what is on the screen anew, for when one opens or closes. Kept data would stay on the screen. */
export function useForgetCharts(): () => Promise<void> {
  const cache = useQueryClient()
  return useCallback(async () => {
    await Promise.all(ofCharts.map((name) => cache.resetQueries({ queryKey: [name] })))
  }, [cache])
}
