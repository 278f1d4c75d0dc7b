// Calls that need a fresh proof wait here while one dialog asks for it; all of them continue with one answer.
import { signal } from './signal.ts'

/** `fresh`: an act asks for a recent proof. `locked`: the session was idle, and what is on the screen must be covered. */
export type ProofKind = 'fresh' | 'locked'
type Asked = { kind: ProofKind; settle: (proven: boolean) => void }

export const asked = signal<Asked | undefined>(undefined)
let answer: Promise<boolean> | undefined

/** Resolves to whether the person proved who they are. */
export function proveAgain(kind: ProofKind): Promise<boolean> {
  const open = asked.get()
  if (open && answer) {
    if (kind === 'locked' && open.kind === 'fresh') asked.set({ ...open, kind })
    return answer
  }
  const { promise, resolve } = Promise.withResolvers<boolean>()
  answer = promise
  asked.set({
    kind,
    settle: (proven) => {
      asked.set(undefined)
      answer = undefined
      resolve(proven)
    },
  })
  return promise
}
