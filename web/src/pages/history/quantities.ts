// Units as people write them, and numbers without a simulator's noise. What is exact is never changed, only shown in another way.

/** UCUM for the eye: `mm[Hg]` → `mmHg`, `10*3/uL` → `10³/µL`; an annotation alone, such as `{score}`, measures nothing. */
export function unitWords(unit: string): string {
  if (/^\{[^}]*\}$/.test(unit)) return ''
  return unit
    .replace(/\{([^}]*)\}/g, (_, words: string) => words.replaceAll('_', ' '))
    .replace(/\[([^\]]+)\]/g, (_, name: string) => name.replace(/_(av|us|br|i)$/, ''))
    .replace(/10\*(\d+)/g, (_, power: string) => `10${raised(power)}`)
    .replace(/\bm2\b/g, 'm²')
    .replace(/\bu(?=[LlgmM])/g, 'µ')
}

/** A value with its unit at the end, as the import wrote it, with that unit as people write it. */
export function valueWords(value: string, unit: string | undefined): string {
  return unit && value.endsWith(` ${unit}`) ? value.slice(0, -unit.length) + unitWords(unit) : value
}

/** Up to four decimals are a measurement and stay; more are noise, shown with three significant digits or one decimal. */
export function numberWords(value: number, locale: string): string {
  const exact = decimalsOf(value) <= 4
  const options = exact
    ? { maximumFractionDigits: 4 }
    : Math.abs(value) < 1
      ? { maximumSignificantDigits: 3 }
      : { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1 }
  return new Intl.NumberFormat(locale, options).format(value)
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 0
}

function raised(power: string): string {
  return [...power].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')
}
