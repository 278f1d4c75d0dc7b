import { useQueryClient } from '@tanstack/react-query'
import type { Problem } from '@wardkeep/client'
import { useEffect, useState } from 'react'
import type { Slot } from './slot-picker.tsx'
import { type Held, useHold } from './use-hold.ts'

export type ChosenTime = {
  /** The kind of visit that the time is for. */
  visitTypeId: string | undefined
  slot: Slot | undefined
  held: Held | undefined
  /** Its keeping is being asked for. */
  busy: boolean
  /** It was kept, and nobody took the time to say yes. */
  ended: boolean
  /** Why it could not be kept, or was lost on the way. */
  problem: Problem | undefined
  choose: (slot: Slot | undefined) => void
  expire: () => void
  /** Makes a visit of it. */
  use: <T>(act: Promise<T | undefined>) => Promise<T | undefined>
}

const lostTimes: readonly string[] = [
  'SLOT_TAKEN',
  'OUTSIDE_HOURS',
  'TOO_SOON',
  'BEYOND_HORIZON',
  'HOLD_EXPIRED',
  'DAY_FULL',
  'NOT_OFFERED',
]

/**
 * A free time of a doctor that is kept from when it is chosen until `act` makes a visit of it. A time that turns out not to be free is taken back,
 * and the free ones are asked for anew; what else was typed stays.
 */
export function useChosenTime(
  doctorId: string,
  act: { problem: Problem | undefined; clear: () => void },
  visitTypeId?: string,
): ChosenTime {
  const [slot, setSlot] = useState<Slot>()
  const cache = useQueryClient()
  const { held, ended, busy, keep, drop, spend, use, expire, problem: notKept } = useHold(doctorId, visitTypeId)
  const problem = act.problem ?? notKept
  const lost = problem !== undefined && lostTimes.includes(problem.code)
  useEffect(() => {
    if (!lost && !ended) return
    spend()
    setSlot(undefined)
    void cache.invalidateQueries({ queryKey: ['readSlots'] })
  }, [lost, ended, spend, cache])
  const choose = (next: Slot | undefined) => {
    setSlot(next)
    act.clear()
    if (next) void keep(next)
    else drop()
  }
  return { visitTypeId, slot, held, busy, ended: ended || problem?.code === 'HOLD_EXPIRED', problem, choose, expire, use }
}
