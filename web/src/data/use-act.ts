import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Answer, Arguments, Problem } from '@wardkeep/client'
import type { EndpointName } from '@wardkeep/contract/index.ts'
import { done } from '../layout/notices.ts'
import { call } from './client.ts'
import type { ReadName } from './use-endpoint.ts'

export type ActName = Exclude<EndpointName, ReadName>

type ActOptions<K extends EndpointName> = {
  /** Reads that the act made old; those on the screen are fetched again before `run` resolves. */
  refreshes?: readonly ReadName[]
  /** A sentence told (and spoken) when it worked. */
  done?: string | ((answer: Answer<K>) => string)
}

export type Act<K extends EndpointName> = {
  /** Resolves to the answer (null where there is no content), or to `undefined` when it was refused; then `problem` says why. Never rejects. */
  run: (...sent: Arguments<K>) => Promise<Answer<K> | undefined>
  busy: boolean
  problem: Problem | undefined
  /** Forgets the last problem. */
  clear: () => void
}

/** `const book = useAct('bookAppointment', { refreshes: ['listAppointments'], done: t('booked') })`, then `book.run({ body })`. */
export function useAct<K extends ActName>(name: K, options: ActOptions<K> = {}): Act<K> {
  const cache = useQueryClient()
  const mutation = useMutation({
    mutationFn: ([given, more]: Arguments<K>) => call(name, given, more),
    onSuccess: async (answer) => {
      await Promise.all((options.refreshes ?? []).map((read) => cache.invalidateQueries({ queryKey: [read] })))
      if (options.done) done(typeof options.done === 'function' ? options.done(answer) : options.done)
    },
  })
  return {
    run: (...sent) => mutation.mutateAsync(sent).catch(() => undefined),
    busy: mutation.isPending,
    problem: mutation.error ?? undefined,
    clear: mutation.reset,
  }
}
