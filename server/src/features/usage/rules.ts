/** So many days (UTC) up to today, as YYYY-MM-DD, oldest first. */
export function daysUntil(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, place) => new Date(now.getTime() - (count - 1 - place) * 86_400_000).toISOString().slice(0, 10))
}
