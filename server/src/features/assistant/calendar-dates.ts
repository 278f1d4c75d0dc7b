// Days and months of a year in all usual forms. A year alone, a weekday and a time of day stay: they single out nobody.
import type { Folded } from './folded-text.ts'
import { hebrewMonths, months } from './month-names.ts'
import type { Span } from './spans.ts'
import { spansOf } from './spans.ts'

export function calendarSpans({ lower }: Folded): Span[] {
  return [
    ...spansOf(lower, datePatterns.yearFirst, 'date'),
    ...spansOf(lower, datePatterns.yearLast, 'date', isDay),
    ...spansOf(lower, datePatterns.monthYear, 'date'),
    ...spansOf(lower, datePatterns.dayMonthCued, 'date'),
    ...spansOf(lower, datePatterns.dayOfMonth, 'date'),
    ...spansOf(lower, datePatterns.monthDay, 'date'),
    ...spansOf(lower, datePatterns.monthOfYear, 'date'),
    ...spansOf(lower, datePatterns.hebrewDay, 'date'),
    ...spansOf(lower, datePatterns.great, 'date'),
  ]
}

const year = "(?:(?:(?:19|20|1[34])\\d\\d|'\\d\\d|5[67]\\d\\d)(?:\\s?(?:ad|ce|ah|d\\.c\\.|م|ه)(?![\\p{L}]))?)"
const hebrewYear = '(?:ה?\'?ת[רש][א-ת]?"?[א-ת])'
const ordinals =
  'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty-first|primero'
const day = `(?:(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th|º|\\.)?(?:\\s?(?:-|and|y|to|al)\\s?(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?)?|${ordinals})`
const of = '(?:\\s?,?\\s?(?:of|de|del|in|من|شهر|לחודש|בחודש)?\\s{0,2}(?:the\\s|شهر\\s)?)'
const edge = '(?![\\p{L}\\d])'
const start = '(?<![\\p{L}\\d])'

/** Bounded like all patterns here. */
export const datePatterns = {
  yearFirst:
    /(?<![\d])(?:19|20|1[34])\d\d([-/.]) ?(?:0?[1-9]|1[0-2])\1 ?(?:0?[1-9]|[12]\d|3[01])(?:t\d\d:?\d\d(?::?\d\d(?:[.,]\d{1,9})?)?(?:z|[+-]\d\d:?\d\d)?)?(?!\d)/gu,
  yearLast: /(?<![\d.,/])\d{1,2} ?([-/.]) ?\d{1,2} ?\1 ?(?:(?:19|20|1[34])\d\d|\d\d)(?![\d]|[/.]\d)/gu,
  monthYear: /(?<![\d./-])(?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d(?![\d/])/gu,
  dayMonthCued:
    /(?<![\p{L}])(?:on|since|until|till|by|dated?|el|desde el|hasta el|fecha|d[ií]a|בתאריך|מתאריך|עד|ב-|מ-|ל-|ה-|يوم|بتاريخ|تاريخ|منذ)[\s:]{0,2}(?<it>(?:(?:0?[1-9]|[12]\d|3[01])\/(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2]))(?!\s?(?:%|mg|ml|mmol|kg|cm|מ"ג|ס"מ|ק"ג|ملغ|كغ|[\d/.]\d)))(?!\d)/gu,
  dayOfMonth: new RegExp(
    `${start}${day}${of}(?:[בלמ])?(?:${months})\\.?(?:${of}(?:${year}|${hebrewYear}|\\d{2}(?=[\\s,.;)]|$)))?${edge}`,
    'gu',
  ),
  monthDay: new RegExp(`${start}(?:[בלמהو]{0,2})(?:${months})\\.?\\s{1,2}(?:the\\s)?${day}(?:\\s?,?\\s{0,2}${year})?${edge}`, 'gu'),
  monthOfYear: new RegExp(`${start}(?:[בלמהו]{0,2})(?:${months})\\.?${of}(?:${year}|${hebrewYear})${edge}`, 'gu'),
  hebrewDay: new RegExp(`${start}[א-ל]{1,2}["']?[א-ט]?'? (?:[בל])?(?:${hebrewMonths})(?: ${hebrewYear})?${edge}`, 'gu'),
  great:
    /(?<![\p{L}])(?:aged?|(?:is|she's|he's|turned|turning)(?= \d{1,3} (?:years|yo|y\/o))|בת|בן|גיל|בגיל|edad(?: de)?|عمره|عمرها|العمر|عمر)[\s:]{1,2}(?<it>9\d|1[0-2]\d)(?!\d|[.,]\d|\s?(?:days|weeks|months|ימים|شهر))/gu,
}

function isDay(it: string): boolean {
  const [first = 0, second = 0] = it.split(/[-/. ]{1,3}/).map(Number)
  return first > 0 && second > 0 && ((first <= 31 && second <= 12) || (first <= 12 && second <= 31) || first > 31)
}
