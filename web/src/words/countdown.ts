/** Seconds as minutes and seconds, the same in every language: 3541 → "59:01". */
export function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
