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
