import { type QueryKey, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Answer, Arguments, Problem } from '@wardkeep/client'
import type { Api, EndpointName } from '@wardkeep/contract/index.ts'
import { call } from './client.ts'

/** Endpoints that only read. */
export type ReadName = { [K in EndpointName]: Api[K]['method'] extends 'GET' ? K : never }[EndpointName]
type ReadOptions = { enabled?: boolean }

/** `useEndpoint('readDoctor', { params: { id } })`: the reply, cached under the endpoint's name and its input. */
export function useEndpoint<K extends ReadName>(
  name: K,
  ...[given, options]: Arguments<K, ReadOptions>
): UseQueryResult<Answer<K>, Problem> {
  return useQuery({
    queryKey: keyOf(name, given),
    queryFn: ({ signal }) => call(name, given, { signal }),
    enabled: options?.enabled ?? true,
  })
}

export function keyOf(name: EndpointName, given: unknown): QueryKey {
  return [name, given ?? null]
}
