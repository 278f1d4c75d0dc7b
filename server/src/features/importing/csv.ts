// Comma-separated values as RFC 4180 has them: quoted fields may hold commas, line ends and doubled quotes.
import { BundleRefused } from './refused.ts'

/** The rows of a text, empty lines apart; refuses with the row of the first fault, counted from 1. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    const field = text[at] === '"' ? quoted(text, at, rows.length + 1) : plain(text, at, rows.length + 1)
    row.push(field.value)
    at = field.end
    if (text[at] === ',') {
      at += 1
      if (at === text.length) row.push('')
      else continue
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  if (row.length > 0) rows.push(row)
  return rows
}

type Field = { value: string; end: number }

function plain(text: string, from: number, row: number): Field {
  let end = from
  while (end < text.length && !',\r\n'.includes(text[end] ?? '')) end += 1
  const value = text.slice(from, end)
  if (value.includes('"')) throw new BundleRefused(`row ${row}`, 'has a quote inside a field that is not quoted')
  return { value, end }
}

function quoted(text: string, from: number, row: number): Field {
  let end = from + 1
  while (true) {
    end = text.indexOf('"', end)
    if (end < 0) throw new BundleRefused(`row ${row}`, 'has a quote that does not end')
    if (text[end + 1] !== '"') break
    end += 2
  }
  const after = text[end + 1]
  if (after !== undefined && !',\r\n'.includes(after)) throw new BundleRefused(`row ${row}`, 'goes on behind a closing quote')
  return { value: text.slice(from + 1, end).replaceAll('""', '"'), end: end + 1 }
}
