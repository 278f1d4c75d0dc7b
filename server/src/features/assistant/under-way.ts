// The calls to a model outside that this process is making, by their case, so that they can be cut off.

export type Call = { readonly signal: AbortSignal; over(): void }

export class UnderWay {
  readonly #calls = new Map<string, Set<AbortController>>()

  /** Enter before anything is read that allows the call; `over()` once it cannot send any more. */
  enter(caseId: string): Call {
    const controller = new AbortController()
    const calls = this.#calls.get(caseId) ?? new Set()
    this.#calls.set(caseId, calls.add(controller))
    return {
      signal: controller.signal,
      over: () => {
        calls.delete(controller)
        if (calls.size === 0 && this.#calls.get(caseId) === calls) this.#calls.delete(caseId)
      },
    }
  }

  stop(caseId: string): void {
    for (const controller of this.#calls.get(caseId) ?? []) controller.abort()
  }
}
