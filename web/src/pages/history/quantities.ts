// Units as people write them, and numbers without a simulator's noise. What is exact is never changed, only shown in another way.

/** UCUM for the eye: `mm[Hg]` → `mmHg`, `10*3/uL` → `10³/µL`; an annotation alone, such as `{score}`, measures nothing. */
export function unitWords(unit: string): string {
  if (/^\{[^}]*\}$/.test(unit)) return ''
  return unit
    .replace(/\{([^}]*)\}/g, (_, words: string) => words.replaceAll('_', ' '))
    .replace(/\[([^\]]+)\]/g, (_, name: string) => name.replace(/_(av|us|br|i)$/, ''))
    .replace(/10\*(\d+)/g, (_, power: string) => `10${raised(power)}`)
    .replace(/\bm2\b/g, 'm²')
    .replace(/^Cel$/, '°C')
    .replace(/\bu(?=[LlgmM])/g, 'µ')
}

/** A value with its unit at the end, as the import wrote it, with that unit as people write it. */
export function valueWords(value: string, unit: string | undefined): string {
  return unit && value.endsWith(` ${unit}`) ? value.slice(0, -unit.length) + unitWords(unit) : value
}

/** Up to four decimals are a measurement and stay; more are noise, shown with three significant digits or one decimal, of a pressure with none. */
export function numberWords(value: number, unit: string, locale: string): string {
  return new Intl.NumberFormat(locale, shown(value, unit)).format(value)
}

function shown(value: number, unit: string): Intl.NumberFormatOptions {
  if (decimalsOf(value) <= 4) return { maximumFractionDigits: 4 }
  if (unit === 'mm[Hg]') return { maximumFractionDigits: 0 }
  if (Math.abs(value) < 1) return { maximumSignificantDigits: 3 }
  return { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1 }
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 0
}

function raised(power: string): string {
  return [...power].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')
}
