/** `45 minutes`, `2 hours`, `3 days`: minutes in the largest unit that says them exactly. */
export function timeSpan(minutes: number, locale: string): string {
  return inLargerUnit(minutes, locale) ?? told(minutes, 'minute', locale)
}

/** The same where hours or days say them exactly; nothing where minutes do. */
export function inLargerUnit(minutes: number, locale: string): string | undefined {
  const [unit, size] = units.find(([, length]) => minutes > 0 && minutes % length === 0) ?? []
  return unit && told(minutes / size, unit, locale)
}

const units = [
  ['day', 1440],
  ['hour', 60],
] as const

function told(count: number, unit: 'day' | 'hour' | 'minute', locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
