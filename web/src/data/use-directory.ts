import type { UseQueryResult } from '@tanstack/react-query'
import type { Answer, Problem } from '@wardkeep/client'
import { client } from './client.ts'
import { useWhole } from './use-whole.ts'

/** Every doctor of the clinic, to choose from. */
export function useDirectory(): UseQueryResult<Answer<'readDoctor'>[], Problem> {
  return useWhole('listDoctors', {}, ({ cursor, ...more }) =>
    client.listDoctors({ query: { limit: 100, ...(cursor && { cursor }) } }, more),
  )
}
