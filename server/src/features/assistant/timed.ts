export type Timed<T> = { value: T; milliseconds: number }

/** What was done, and how long it took. */
export async function timed<T>(act: () => Promise<T>): Promise<Timed<T>> {
  const begun = performance.now()
  const value = await act()
  return { value, milliseconds: performance.now() - begun }
}
