/** Does the work and settles as it did, but no sooner than so many milliseconds after it was begun: whoever measures the answer measures the pause. */
export async function paced<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const pause = new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })
  try {
    return await work()
  } finally {
    await pause
  }
}

/**
 * The next whole millisecond of the event loop's clock or the one after. What is not there and what is another's are sought by the same statements, but PostgreSQL
 * looks at a row that it finds before it leaves it out: some microseconds, which the answer does not carry on. [B204-207]
 */
export function beat(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1))
}
