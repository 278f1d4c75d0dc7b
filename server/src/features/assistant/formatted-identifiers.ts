// Identifiers that are known by their form: e-mail, web and network addresses, telephone, national, insurance, bank and record numbers.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import validator from 'validator'
import type { Folded } from './folded-text.ts'
import type { Span } from './spans.ts'
import { spansOf } from './spans.ts'

export function formattedSpans({ text, lower }: Folded): Span[] {
  return [
    ...spansOf(lower, patterns.email, 'contact'),
    ...spansOf(lower, patterns.link, 'contact'),
    ...spansOf(lower, patterns.domain, 'contact'),
    ...spansOf(lower, patterns.handle, 'contact'),
    ...spansOf(lower, patterns.ipv4, 'contact', (it) => validator.isIP(it, 4)),
    ...spansOf(lower, patterns.ipv6, 'contact', (it) => validator.isIP(it, 6)),
    ...spansOf(lower, patterns.mac, 'contact'),
    ...spansOf(lower, patterns.uuid, 'number'),
    ...spansOf(text, patterns.iban, 'number'),
    ...spansOf(text, patterns.mixed, 'number', isCode),
    ...spansOf(lower, patterns.cued, 'number', (it) => /\d/.test(it)),
    ...spansOf(lower, patterns.extension, 'contact'),
    ...digitSpans(lower),
  ]
}

const domains =
  'com|org|net|edu|gov|mil|int|info|biz|io|app|dev|health|care|clinic|hospital|test|example|invalid|il|es|uk|us|mx|ar|cl|co|pe|eu|de|fr|it|sa|ae|eg|jo|ps|ma|lb|qa|kw'
const codes =
  'mrn|mr|id|ids|ssn|nhs|passport|policy|insurance|member|record|chart|file|account|acct|license|licence|plate|serial|s/n|device|certificate|reference|ref|case|claim|medicare|medicaid|patient no|dea|npi|' +
  'ת"ז|תז|ת\\.ז|זהות|תיק|דרכון|פוליסה|ביטוח|חבר|רישיון|רכב|חשבון|אסמכתא|הפניה|מטופל|רשומה|' +
  'هويه|الهويه|ملف|الملف|جواز|الجواز|جواز السفر|بوليصه|البوليصه|تامين|التامين|عضويه|العضويه|حساب|الحساب|رخصه|الرخصه|لوحه|مرجع|المرجع|السجل|سجل|' +
  'dni|nie|nif|pasaporte|historia|historia clinica|poliza|seguro|afiliado|expediente|cuenta|licencia|matricula|referencia|nss|cip|tarjeta|cedula|curp|rut'
const between = "(?:\\s{0,2}(?:number|num|no|nr|numero|num|nº|n\\.º|n°|n|מספר|מס'|מס|رقم|clinica|de|is|#|:|-|\\.|es|הוא|هو)){0,4}"

/** Every length in them is bounded, so that a text costs in proportion to its length, whatever somebody writes. */
export const patterns = {
  email: /(?:mailto:)?[^\s@<>()[\],;:"]{1,64}@[^\s@<>()[\],;:"]{1,250}\.[^\s@<>()[\],;:".]{2,60}/gu,
  link: /(?:\b[a-z][a-z0-9+-]{1,15}:\/\/|\bwww\.)[^\s<>"]{1,2000}/gu,
  domain: new RegExp(`(?<![\\p{L}\\d@.-])(?:[a-z0-9][a-z0-9-]{0,62}\\.){1,5}(?:${domains})(?![\\p{L}\\d-])(?:/[^\\s<>"]{0,500})?`, 'gu'),
  handle: /(?<![\p{L}\d.@])@[a-z_][a-z0-9_.]{2,29}/gu,
  ipv4: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]\d)/g,
  ipv6: /(?<![0-9a-f:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![0-9a-f:])/g,
  mac: /(?<![0-9a-f])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![0-9a-f])/g,
  uuid: /(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/g,
  iban: /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![\p{L}\d])/gu,
  mixed: /(?<![\p{L}\d-])[A-Za-z\d](?:[-/]?[A-Za-z\d]){5,29}(?![\p{L}\d])/gu,
  cued: new RegExp(
    `(?<![\\p{L}\\d])[בלהומ]{0,2}(?:${codes})(?![\\p{L}])${between}[\\s:#.-]{0,4}(?<it>[a-z]{0,4}[-/ ]?\\d[a-z\\d/-]{3,30}|[a-z]{1,4}[-/]\\d{2,30})`,
    'gu',
  ),
  extension: /(?<![\p{L}])(?:ext|extension|שלוחה|extensi[oó]n|تحويله)\.?\s?(?<it>\d{2,6})(?!\d)/gu,
  digits: /(?<![\p{L}\d.,])(?:\+ ?)?\(?\d(?:[-() .]{0,3}\d){4,24}(?![\d])/gu,
}

const measure = /^\s?(?:mg|mcg|ug|µg|g|kg|ml|l|iu|ui|units?|unidades|יח'|copies|copias|cfu|cells|\/|x10|mm|cm|k?cal|steps|bpm)(?![\p{L}])/u

/** Letters and at least four digits together are a code, a dose with its unit or a year with a word is none. */
function isCode(it: string): boolean {
  const digits = it.replace(/\D/g, '')
  if (digits.length < 4 || digits.length === it.length) return false
  if (/^\d{1,30}(?:mg|mcg|ug|ml|iu|ui|u|g|kg|mm|cm|k?cal|units?|hz|bpm|mmhg)$/i.test(it)) return false
  return !/^[-a-z/]{0,30}(?:19|20)\d\d[-a-z/]{0,30}$/i.test(it) && /[a-z]/i.test(it)
}

function digitSpans(lower: string): Span[] {
  return [...lower.matchAll(patterns.digits)].flatMap(({ index, 0: candidate }): Span[] => {
    const after = lower.slice(index + candidate.length, index + candidate.length + 12)
    const kind = kindOf(candidate, after)
    return kind === undefined ? [] : [{ from: index, to: index + candidate.length, kind }]
  })
}

/** Of digits in a row or in groups; undefined for what may as well be a measure, such as blood pressure and pulse side by side. */
function kindOf(candidate: string, after: string): 'contact' | 'number' | undefined {
  const digits = candidate.replace(/\D/g, '')
  const groups = candidate.split(/\D{1,4}/).filter((group) => group !== '')
  if (candidate.startsWith('+') || isPhone(candidate, digits)) return digits.length >= 7 && !measure.test(after) ? 'contact' : undefined
  if (groups.length === 1) return digits.length >= 7 && !measure.test(after) ? 'number' : undefined
  if (digits.length < 7 || groups.every((group) => /^(?:19|20)\d\d$/.test(group))) return undefined
  if (/^\d{1,8}-\d$/.test(candidate) || candidate.includes('-') || /^\(/.test(candidate)) return digits.length >= 7 ? 'number' : undefined
  const shape = groups.map(({ length }) => length).join('-')
  if (validator.isIdentityCard(digits, 'he-IL') || (digits.length > 11 && validator.isLuhnNumber(digits)) || shapes.has(shape))
    return 'number'
  return undefined
}

/** American, British and Spanish numbers in their usual groups. */
const shapes = new Set(['3-2-4', '3-3-4', '3-3-3-3', '4-4-4-4', '4-4-4', '2-8-2', '2-10'])

function isPhone(candidate: string, digits: string): boolean {
  if (digits.length < 7 || digits.length > 15 || !/^[+(0-9]/.test(candidate)) return false
  return countries.some((country) => parsePhoneNumberFromString(candidate, country)?.isValid() === true)
}

const countries = ['IL', 'ES', 'US', 'GB', 'MX'] as const
