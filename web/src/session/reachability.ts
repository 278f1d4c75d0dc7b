// Whether the clinic answers. Once a call found that it does not, its health is asked for until it is well again; nothing is polled before.
import { quietClient } from './csrf.ts'
import { signal } from './signal.ts'

const every = 3000

export const reachable = signal(true)

export function loseTouch(): void {
  if (!reachable.get()) return
  reachable.set(false)
  watch()
}

function watch(): void {
  setTimeout(async () => {
    if (await answers()) reachable.set(true)
    else watch()
  }, every)
}

async function answers(): Promise<boolean> {
  try {
    await quietClient.live(undefined, { background: true })
    await quietClient.ready(undefined, { background: true })
    return true
  } catch {
    return false
  }
}
