// The names of months as a text is folded, as parts of patterns.
import { foldedWord } from './folded-text.ts'

const besides = [
  'sept',
  'setiembre',
  'מרס',
  'יאנואר',
  'كانون ثاني',
  'تشرين اول',
  'تشرين ثاني',
  'كانون اول',
  'ايار',
  'حزيران',
  'تموز',
  'اب',
  'ايلول',
  'شباط',
  'اذار',
  'نيسان',
  'يونيه',
  'يوليه',
  'feb',
  'dic',
]
const hebrew = [
  'תשרי',
  'חשון',
  'חשוון',
  'מרחשון',
  'כסלו',
  'טבת',
  'שבט',
  "אדר א'",
  "אדר ב'",
  'אדר',
  'ניסן',
  'אייר',
  'סיון',
  'סיוון',
  'תמוז',
  'אב',
  'אלול',
]

/** Of the Gregorian, the Hebrew and the Islamic calendar in four languages, long and short, the longest first. */
export const months = monthNames()
/** Those of the Hebrew calendar alone. */
export const hebrewMonths = alternatives(hebrew)

/** As the platform's own calendar data spell them, and those that people use beside them. */
function monthNames(): string {
  const calendars = [
    'en-u-ca-gregory',
    'es-u-ca-gregory',
    'he-u-ca-gregory',
    'ar-EG-u-ca-gregory',
    'ar-LB-u-ca-gregory',
    'ar-MA-u-ca-gregory',
    'ar-DZ-u-ca-gregory',
  ]
  const lunar = ['ar-u-ca-islamic-civil', 'en-u-ca-islamic-civil', 'he-u-ca-hebrew', 'en-u-ca-hebrew']
  const named = [...calendars, ...lunar].flatMap((locale) =>
    (['long', 'short'] as const).flatMap((style) => {
      const format = new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' })
      return Array.from({ length: 13 }, (_, month) =>
        format.formatToParts(Date.UTC(2023, 0, 10 + month * 29)).flatMap(({ type, value }) => (type === 'month' ? [value] : [])),
      ).flat()
    }),
  )
  const all = [...named, ...besides]
    .map((name) => foldedWord(name).replace(/\.$/, '').trim())
    .filter((name) => name.length > 2 && /^\D{1,40}$/.test(name))
  return alternatives(all)
}

function alternatives(names: readonly string[]): string {
  return [...new Set(names)]
    .toSorted((one, other) => other.length - one.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')
}
