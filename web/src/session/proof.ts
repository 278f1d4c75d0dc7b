// Calls that need a fresh proof wait here while one dialog asks for it; all of them continue with one answer.
import { signal } from './signal.ts'

/** `fresh`: an act asks for a recent proof. `locked`: the session was idle, and what is on the screen must be covered. */
export type ProofKind = 'fresh' | 'locked'
/** `level` 2 asks for the second factor, 1 for the password. */
type Asked = { kind: ProofKind; level: 1 | 2; settle: (proven: boolean) => void }

export const asked = signal<Asked | undefined>(undefined)
let answer: Promise<boolean> | undefined

/** Resolves to whether the person proved who they are; a call that asked for more than was proven is simply refused again. */
export function proveAgain(kind: ProofKind, level: 1 | 2 = 1): Promise<boolean> {
  const open = asked.get()
  if (open && answer) {
    if (kind === 'locked' && (open.kind === 'fresh' || open.level < level)) asked.set({ ...open, kind, level })
    return answer
  }
  const { promise, resolve } = Promise.withResolvers<boolean>()
  answer = promise
  asked.set({
    kind,
    level,
    settle: (proven) => {
      asked.set(undefined)
      answer = undefined
      resolve(proven)
    },
  })
  return promise
}
