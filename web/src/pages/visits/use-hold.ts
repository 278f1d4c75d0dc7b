import type { Problem } from '@wardkeep/client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { client } from '../../data/client.ts'
import { useAct } from '../../data/use-act.ts'
import type { Slot } from './slot-picker.tsx'

/** `until`: milliseconds of the page's own steady clock (performance.now), since the device's may be set wrong. */
export type Held = { id: string; until: number }

/** Refusals after which a time can still be booked, only not kept. */
const notKept: readonly string[] = ['TOO_MANY_HOLDS', 'FORBIDDEN', 'TOO_MANY_REQUESTS']

/** Keeps a time while its booking is being written. One at a time: the one before is given back, and so is what is left behind. */
export function useHold(doctorId: string, visitTypeId?: string) {
  const [held, setHeld] = useState<Held>()
  const [ended, setEnded] = useState(false)
  const { run, busy, problem, clear } = useAct('holdSlot')
  const last = useRef<string>(undefined)
  const used = useRef(false)
  const giveBack = useCallback(() => {
    if (last.current === undefined || used.current) return
    // Where it does not arrive, the time is free again after some minutes all the same.
    client.releaseHold({ params: { id: last.current } }).catch(() => {})
    last.current = undefined
  }, [])
  const drop = useCallback(() => {
    giveBack()
    setHeld(undefined)
    setEnded(false)
  }, [giveBack])
  const keep = async (slot: Slot) => {
    drop()
    const asked = performance.now()
    const made = await run({ body: { doctorId, ...slot, ...(visitTypeId && { visitTypeId }) } })
    if (made === undefined) return
    last.current = made.id
    setHeld({ id: made.id, until: asked + made.seconds * 1000 })
  }
  /** The hold has become a visit, or is past: there is nothing to give back. */
  const spend = useCallback(() => {
    last.current = undefined
    setHeld(undefined)
  }, [])
  /** While something is made of it, it is not given back, even where its page goes: what is made of it may have shut that page. */
  const use = async <T>(act: Promise<T | undefined>): Promise<T | undefined> => {
    used.current = true
    const made = await act
    used.current = false
    if (made !== undefined) spend()
    return made
  }
  const expire = useCallback(() => {
    spend()
    setEnded(true)
  }, [spend])
  useEffect(() => giveBack, [giveBack])
  return { held, ended, busy, problem: keptAnyway(problem) ? undefined : problem, clear, keep, drop, spend, use, expire }
}

function keptAnyway(problem: Problem | undefined): boolean {
  return problem !== undefined && notKept.includes(problem.code)
}
