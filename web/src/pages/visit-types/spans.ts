/** `45 minutes`, `2 hours`, `3 days`: minutes in the largest unit that says them exactly. */
export function timeSpan(minutes: number, locale: string): string {
  const [unit, size] = units.find(([, length]) => minutes > 0 && minutes % length === 0) ?? ['minute', 1]
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(minutes / size)
}

const units = [
  ['day', 1440],
  ['hour', 60],
] as const
