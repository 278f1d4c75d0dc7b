import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Answer, Arguments, CallOptions, Problem } from '@wardkeep/client'
import { api, type EndpointName } from '@wardkeep/contract/index.ts'
import { useRef } from 'react'
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
  const attempt = useAttempt('retryable' in api[name])
  const mutation = useMutation({
    mutationFn: ([given, more]: Arguments<K>) => call(name, given, attempt(given, more)),
    onSuccess: async (answer) => {
      attempt.done()
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

/**
 * The options of one attempt: what is sent again unchanged after a failure carries the key of the time before, so that an act whose answer was
 * lost is not done twice.
 */
function useAttempt(retryable: boolean) {
  const last = useRef<{ sent: string; key: string }>(undefined)
  const optionsFor = (given: unknown, more: CallOptions | undefined): CallOptions | undefined => {
    if (!retryable) return more
    const sent = JSON.stringify(given) ?? ''
    if (last.current?.sent !== sent) last.current = { sent, key: crypto.randomUUID() }
    return { idempotencyKey: last.current.key, ...more }
  }
  const done = () => {
    last.current = undefined
  }
  return Object.assign(optionsFor, { done })
}
