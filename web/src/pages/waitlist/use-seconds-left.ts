import { useEffect, useState } from 'react'

/** Whole seconds until an instant, counted down; 0 from then on, and where there is none. */
export function useSecondsLeft(instant: string | undefined): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return secondsUntil(instant, now)
}

/** @param now milliseconds since 1970. */
export function secondsUntil(instant: string | undefined, now: number): number {
  return instant === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(instant) - now) / 1000))
}

/** `4:05`, or with hours `1:04:05`; from left to right in every language. */
export function clockOf(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  const text = hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
  return `\u2066${text}\u2069`
}
