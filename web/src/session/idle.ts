// The screen is covered when nobody touched this browser for as long as the clinic waits, in every tab at once; what is typed meanwhile without a
// request keeps the session awake by a small one, once a minute.
import { quietClient } from './csrf.ts'
import { asked, proveAgain } from './proof.ts'

const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
const lookEveryMs = 5000
const tellEveryMs = 5000
const awakeEveryMs = 60_000

/** What the tabs of a browser tell each other: that somebody is there, and that somebody proved who they are. */
type Word = 'here' | 'open'
const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('wardkeep-idle') : undefined

/** After a locked session was opened: all tabs speak in the same one, so all of them go on. */
export function tellUnlocked(): void {
  tabs?.postMessage('open' satisfies Word)
}

/** Watches over the session of whoever is signed in. `limit` gives the milliseconds that the clinic waits; undefined while nobody is. */
export function watchIdleness(limit: () => number | undefined): void {
  let touched = Date.now()
  let told = 0
  let awake = Date.now()
  const locked = () => asked.get()?.kind === 'locked'
  const look = () => {
    const wait = limit()
    const now = Date.now()
    if (wait === undefined) touched = now
    if (wait === undefined || locked()) return
    if (now - touched >= wait) return void proveAgain('locked')
    if (touched <= awake || now - awake < awakeEveryMs) return
    awake = now
    void quietClient.csrf().catch(() => {})
  }
  const touch = () => {
    // A touch that ends the waiting must not count before it was looked whether the time was over: a machine that slept looks late.
    look()
    if (locked()) return
    touched = Date.now()
    if (touched - told < tellEveryMs) return
    told = touched
    tabs?.postMessage('here' satisfies Word)
  }
  asked.subscribe(() => {
    if (asked.get() === undefined) touched = Date.now()
  })
  tabs?.addEventListener('message', ({ data }: MessageEvent<Word>) => {
    if (data === 'open' && locked()) asked.get()?.settle(true)
    else if (!locked()) touched = Date.now()
  })
  for (const name of touches) addEventListener(name, touch, { capture: true, passive: true })
  for (const name of ['visibilitychange', 'focus', 'pageshow']) addEventListener(name, look)
  setInterval(look, lookEveryMs)
}
