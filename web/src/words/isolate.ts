const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/
const leftToRight = /\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}/u

/**
 * Keeps a value inside a sentence from disturbing the order of the words around it: a name in the other direction is put between Unicode
 * isolates (U+2068, U+2069). React escapes markup, so nothing else is done to it.
 */
export function isolate(value: string, direction: 'ltr' | 'rtl'): string {
  const foreign = direction === 'rtl' ? leftToRight : rightToLeft
  return foreign.test(value) ? `\u2068${value}\u2069` : value
}
