// Identifiers of known form in the ways they are written in each language, made up at random: no number in them is anybody's on purpose.
import type { Tongue } from './corpus-sentences.fixture.ts'
import type { Kind } from './spans.ts'

/** Draws from a seed: `below(n)` is a whole number from 0 to n-1. */
export type Dice = { below: (sides: number) => number; of: <T>(list: readonly T[]) => T }

export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  // Mulberry32: enough for a corpus that must only be the same each time.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (sides: number) => Math.floor(next() * sides)
  return {
    below,
    of: (list) => {
      const one = list[below(list.length)]
      if (one === undefined) throw new Error('Nothing to choose from')
      return one
    },
  }
}

export type Form = 'birth' | 'date' | 'phone' | 'email' | 'url' | 'ip' | 'national' | 'record' | 'policy' | 'passport' | 'iban' | 'address'
export const kindOfForm: Record<Form, Kind> = {
  birth: 'date',
  date: 'date',
  phone: 'contact',
  email: 'contact',
  url: 'contact',
  ip: 'contact',
  address: 'address',
  national: 'number',
  record: 'number',
  policy: 'number',
  passport: 'number',
  iban: 'number',
}

export function written(form: Form, tongue: Tongue, dice: Dice): string {
  return forms[form](tongue, dice)
}

const digits = (dice: Dice, count: number) =>
  Array.from({ length: count }, (_, at) => (at === 0 ? 1 + dice.below(9) : dice.below(10))).join('')
const two = (value: number) => String(value).padStart(2, '0')

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, made)
  return made
}

function date(tongue: Tongue, dice: Dice, from: number, years: number): string {
  const year = from + dice.below(years)
  const month = 1 + dice.below(12)
  const day = 1 + dice.below(28)
  const when = new Date(Date.UTC(year, month - 1, day))
  const locale = { en: dice.of(['en-US', 'en-GB']), he: 'he-IL', ar: dice.of(['ar-EG', 'ar-LB', 'ar-SA-u-ca-gregory']), es: 'es-ES' }[
    tongue
  ]
  const long = formatter(locale, {
    dateStyle: dice.of(['long', 'medium']),
    timeZone: 'UTC',
    numberingSystem: tongue === 'ar' && dice.below(2) ? 'arab' : 'latn',
  }).format(when)
  const own = {
    en: [
      `${month}/${day}/${year}`,
      `${two(day)}-${two(month)}-${year}`,
      `${day}th of ${formatter('en', { month: 'long', timeZone: 'UTC' }).format(when)} ${year}`,
    ],
    he: [
      `${day}.${month}.${year}`,
      `${two(day)}/${two(month)}/${two(year % 100)}`,
      formatter('he-u-ca-hebrew', { dateStyle: 'long', timeZone: 'UTC' }).format(when),
    ],
    ar: [
      `${day}/${month}/${year}`,
      `${year}/${month}/${day}`,
      formatter('ar-u-ca-islamic-civil-nu-latn', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(when),
    ],
    es: [
      `${two(day)}/${two(month)}/${year}`,
      `${day}-${month}-${two(year % 100)}`,
      `${day} de ${formatter('es', { month: 'long', timeZone: 'UTC' }).format(when)}`,
    ],
  }[tongue]
  return dice.of([`${year}-${two(month)}-${two(day)}`, long, long, ...own])
}

/** Nine digits whose last is the check digit of the Israeli identity number. */
function israeli(dice: Dice): string {
  const first = digits(dice, 8)
  const sum = [...first].reduce((total, digit, at) => {
    const weighed = Number(digit) * ((at % 2) + 1)
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return `${first}${(10 - (sum % 10)) % 10}`
}

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'

const forms: Record<Form, (tongue: Tongue, dice: Dice) => string> = {
  birth: (tongue, dice) => date(tongue, dice, 1930, 90),
  date: (tongue, dice) => date(tongue, dice, 2015, 12),
  phone: (tongue, dice) => {
    const [a, b, c] = [digits(dice, 3), digits(dice, 3), digits(dice, 4)]
    const own = {
      en: [`(212) ${b}-${c}`, `617-${b}-${c}`, `+1 415 ${b} ${c}`, `020 7946 0${a}`, `07700 900${a}`, `555.${b}.${c}`],
      he: [
        `054-${digits(dice, 7)}`,
        `052-${b}-${c}`,
        `03-${digits(dice, 7)}`,
        `+972-50-${b}${c}`,
        `+972 54 ${b} ${c}`,
        `050${digits(dice, 7)}`,
      ],
      ar: [
        `+966 50 ${b} ${c}`,
        `054-${digits(dice, 7)}`,
        `+20 100 ${b} ${c}`,
        `+962 79 ${a} ${c}`,
        arabicDigits(`052-${digits(dice, 7)}`),
        `04-${digits(dice, 7)}`,
      ],
      es: [
        `+34 612 ${a} ${b}`,
        `612 ${a} ${b}`,
        `91 ${a} ${two(dice.below(90))} ${two(dice.below(90))}`,
        `+52 55 ${c} ${digits(dice, 4)}`,
        `600${digits(dice, 6)}`,
        `(55) ${c}-${digits(dice, 4)}`,
      ],
    }[tongue]
    return dice.of(own)
  },
  email: (_tongue, dice) =>
    `${dice.of(['m', 'ana', 'r.kim', 'first.last', 'x_y', 'k-9'])}${dice.below(900)}${dice.of(['+clinic', ''])}@${dice.of(['mail', 'post', 'web.mail', 'my-host'])}.${dice.of(['test', 'example', 'co.il', 'org', 'es', 'com.mx'])}`,
  url: (_tongue, dice) =>
    dice.of([
      `https://share.example/p/${digits(dice, 6)}?v=1`,
      `www.photos.example/${digits(dice, 5)}`,
      `http://files.clinic.test/u/${digits(dice, 4)}`,
      `drive.example/d/${digits(dice, 8)}`,
    ]),
  ip: (_tongue, dice) =>
    dice.of([`203.0.113.${dice.below(255)}`, `198.51.100.${dice.below(255)}`, `2001:db8::${dice.below(9000)}:${dice.below(9)}`]),
  national: (tongue, dice) => {
    const id = israeli(dice)
    const own = {
      en: [`${digits(dice, 3)}-${digits(dice, 2)}-${digits(dice, 4)}`, `943 ${digits(dice, 3)} ${digits(dice, 4)}`, digits(dice, 9)],
      he: [id, `${id.slice(0, 8)}-${id.slice(8)}`, `${id.slice(0, 1)} ${id.slice(1, 5)} ${id.slice(5)}`],
      ar: [id, `1${digits(dice, 9)}`, arabicDigits(id)],
      es: [
        dni(digits(dice, 8)),
        `${dni(digits(dice, 8)).slice(0, 8)}-${letters[dice.below(23)]}`,
        `X${digits(dice, 7)}${letters[dice.below(23)]}`,
      ],
    }[tongue]
    return dice.of(own)
  },
  record: (tongue, dice) => (tongue === 'ar' && dice.below(2) ? arabicDigits(digits(dice, 6)) : digits(dice, 5 + dice.below(5))),
  policy: (_tongue, dice) =>
    dice.of([
      digits(dice, 8),
      `${dice.of(['HM', 'PX', 'K'])}-${digits(dice, 6)}`,
      `${dice.of(['AB', 'QQ'])}${digits(dice, 7)}`,
      `${digits(dice, 3)}/${digits(dice, 6)}`,
    ]),
  passport: (_tongue, dice) => dice.of([digits(dice, 8), `${dice.of(['A', 'X', 'PA'])}${digits(dice, 7)}`]),
  iban: (_tongue, dice) => {
    const whole = dice.of([
      `ES${digits(dice, 22)}`,
      `IL${digits(dice, 21)}`,
      `GB${digits(dice, 2)}NWBK${digits(dice, 14)}`,
      `SA${digits(dice, 22)}`,
    ])
    return dice.below(2) ? whole : (whole.match(/.{1,4}/g) ?? []).join(' ')
  },
  address: (tongue, dice) => {
    const number = 1 + dice.below(180)
    const own = {
      en: [
        `${number} ${dice.of(['Elm', 'Willow Creek', 'Kassulke', 'Old Mill'])} ${dice.of(['Street', 'Road', 'Lane', 'Ave'])}`,
        `${number} Harbour View Drive, Apt ${dice.below(40)}, Fallbrook, CA 92028`,
        `${number}B Kings Road, London SW3 5UZ`,
        `P.O. Box ${number}`,
      ],
      he: [
        `רחוב ${dice.of(['הרצל', 'ביאליק', 'ז׳בוטינסקי', 'עמק רפאים'])} ${number}`,
        `רח׳ ויצמן ${number}, חולון`,
        `שדרות רוטשילד ${number} דירה ${1 + dice.below(20)}, תל אביב`,
        `ת״ד ${number}`,
      ],
      ar: [
        `شارع ${dice.of(['صلاح الدين', 'الملك فيصل', 'الجليل'])} ${number}`,
        `شارع الزيتون ${number}، الناصرة`,
        `شارع النصر رقم ${number}`,
        `ص.ب ${number}`,
      ],
      es: [
        `Calle ${dice.of(['Mayor', 'de Alcalá', 'San Vicente'])} ${number}`,
        `C/ Goya ${number}, 3º B, 28001 Madrid`,
        `Avenida de la Constitución, ${number}`,
        `Av. Insurgentes Sur ${number}`,
      ],
    }[tongue]
    return dice.of(own)
  },
}

function dni(number: string): string {
  return `${number}${letters[Number(number) % 23]}`
}

function arabicDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))
}
