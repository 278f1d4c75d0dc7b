// Where somebody lives: streets with and without their number, post boxes, postcodes, and the town after a word that says so.
import type { Folded } from './folded-text.ts'
import type { Span } from './spans.ts'
import { spansOf } from './spans.ts'

export function addressSpans({ text, lower }: Folded): Span[] {
  return [
    ...spansOf(text, addressPatterns.english, 'address'),
    ...spansOf(text, addressPatterns.englishUnnumbered, 'address'),
    ...spansOf(text, addressPatterns.spanish, 'address'),
    ...spansOf(text, addressPatterns.hebrew, 'address'),
    ...spansOf(text, addressPatterns.arabic, 'address'),
    ...spansOf(text, addressPatterns.stateAndZip, 'address'),
    ...spansOf(text, addressPatterns.britishPostcode, 'address'),
    ...spansOf(lower, addressPatterns.postBox, 'address'),
    ...spansOf(lower, addressPatterns.postcode, 'address'),
    ...spansOf(text, addressPatterns.townLatin, 'address'),
    ...spansOf(text, addressPatterns.townHebrew, 'address'),
    ...spansOf(text, addressPatterns.townArabic, 'address'),
  ]
}

const streets =
  'Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Boulevard|Blvd|Court|Ct|Way|Place|Square|Sq|Terrace|Close|Crescent|Highway|Hwy|Parkway|Pkwy|Gardens|Row|Mews|Trail|Circle|Loop|Alley|Quay|Wharf'
const name = "\\p{Lu}[\\p{L}'.-]{0,24}"
const flat = '(?:,? (?:Apt|Apartment|Unit|Flat|Suite|Ste|Floor)\\.? ?#?[\\dA-Za-z-]{1,6}|,? #\\d{1,5}[A-Za-z]?)?'
const town = `(?:,? ${name}(?: ${name}){0,2}(?=,| [A-Z]{2} \\d{5}| [A-Z]{1,2}\\d|[.;)]|$))?(?:,? [A-Z]{2})?(?:,? \\d{5}(?:-\\d{4})?)?`
const particles = '(?:de |del |la |las |los |el |y |San |Santa )'
const heWord = '[\\u05d0-\\u05ea][\'"\\u05d0-\\u05ea-]{1,20}'
const arWord = '[\\u0621-\\u064a]{2,20}'

/** Bounded like all patterns here. */
export const addressPatterns = {
  english: new RegExp(
    `(?<![\\p{L}\\d])\\d{1,5}[A-Za-z]?,? (?:(?:${name}|\\d{1,3}(?:st|nd|rd|th)) ){1,4}(?:${streets})(?![\\p{L}])\\.?${flat}${town}`,
    'gu',
  ),
  englishUnnumbered: new RegExp(`(?<![\\p{L}])(?:${name} ){1,2}(?:Street|Avenue|Road|Lane|Boulevard|Crescent|Terrace)(?![\\p{L}])`, 'gu'),
  spanish: new RegExp(
    `(?<![\\p{L}])(?:C/|[Cc]alle|[Aa]vda\\.?|[Aa]v\\.|[Aa]venida|[Pp]laza|[Pp]za\\.?|[Pp]aseo|[Cc]amino|[Cc]arretera|[Cc]tra\\.?|[Rr]onda|[Tt]ravesia|[Cc]arrera|[Cc]alzada) ?${particles}{0,3}${name}(?: ${particles}{0,2}${name}){0,3}(?:,? ?(?:n[º°.]{0,2}|num\\.?|numero|#)? ?\\d{1,5}[A-Za-z]?(?:, ?\\d{1,2}[ºª°]? ?[A-Za-z]{1,4}(?![\\p{L}]))?(?:, ?\\d{5})?(?:,? ${particles}{0,2}${name}(?: ${particles}{0,2}${name}){0,2})?)?`,
    'gu',
  ),
  hebrew: new RegExp(
    `(?<![\\u05d0-\\u05ea])[בלמ]?(?:רחוב|רח'|שדרות|שד'|דרך|סמטת|כיכר) (?:${heWord} ){0,4}(?:\\d{1,4}[א-ת]?'?(?:/\\d{1,4})?(?:,? דירה \\d{1,4})?(?:, ${heWord}(?: ${heWord})?)?(?:,? (?:מיקוד:? )?\\d{5,7})?)|(?<![\\u05d0-\\u05ea])[בלמ]?(?:רחוב|רח') ${heWord}`,
    'gu',
  ),
  arabic: new RegExp(
    `(?<![\\u0621-\\u064a])[بلو]?(?:ال)?(?:شارع|جاده|زقاق) ${arWord}(?:(?: ${arWord}){0,3}?,?،? ?(?:رقم |مبني |بنايه )?\\d{1,5}(?:[,،] ?(?:شقه|الطابق|مبني) \\d{1,4})?(?:[,،] ${arWord}(?: ${arWord})?)?)?`,
    'gu',
  ),
  stateAndZip: /(?<![\p{L}\d])(?:\p{Lu}[\p{L}'.-]{1,24} ){0,2}\p{Lu}[\p{L}'.-]{1,24}, [A-Z]{2} \d{5}(?:-\d{4})?(?!\d)/gu,
  britishPostcode: /(?<![\p{L}\d])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\d])/gu,
  postBox: /(?<![\p{L}])(?:p\.? ?o\.? ?box|apartado(?: de correos)?|ת"?ד\.?|ص\.? ?ب\.?|صندوق بريد)[\s:]{0,2}(?:nº ?)?\d{1,7}/gu,
  postcode:
    /(?<![\p{L}])(?:zip|zip code|postcode|postal code|codigo postal|c\.?p\.?|מיקוד|الرمز البريدي)[\s:.]{0,2}(?<it>\d{4,7}(?:-\d{4})?)(?!\d)/gu,
  townLatin: new RegExp(
    `(?<![\\p{L}])(?:[Ll]ives? in|[Ll]iving in|[Ll]ived in|[Rr]esident of|resides in|residing in|moved from|home in|born in|[Vv]ive en|[Vv]ivo en|[Rr]eside en|residente en|vecin[oa] de|natural de|nacid[oa] en|domiciliad[oa] en) (?<it>${particles}{0,2}${name}(?: ${particles}{0,2}${name}){0,2})`,
    'gu',
  ),
  townHebrew: new RegExp(
    `(?<![\\u05d0-\\u05ea])(?:גר|גרה|גרים|מתגורר|מתגוררת|מתגוררים|תושב|תושבת|נולד|נולדה) (?<it>ב?(?:(?:תל|באר|ראש|בית|קרית|קריית|כפר|רמת|פתח|נס|בני|גבעת|מודיעין|הוד|רמת|גן|מעלה|זכרון|אום|דיר|יפיע|מגדל) ${heWord}|${heWord}))`,
    'gu',
  ),
  townArabic: new RegExp(
    `(?<![\\u0621-\\u064a])(?:يسكن|تسكن|اسكن|يقيم|تقيم|مقيم|مقيمه|يعيش|تعيش|مواليد) (?:في |فى |مدينه |قريه ){1,3}(?<it>${arWord})`,
    'gu',
  ),
}
