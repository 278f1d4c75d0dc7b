// The promise lists of docs/spec as rows, each with the references by which a test may claim it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

export type Row = { id: string; references: string[] }
export type List = { name: string; rows: Row[] }

/** A hyphen in `B204-207` is a range, in `AU-2` or `H-a1` a part of the name: a range has digits on both sides and a letter in front. */
const range = /^([A-Z]+)(\d+)-(\d+)$/

/** Every list, in the order it is reported. */
export function readLists(folder = join(root, 'docs', 'spec')): List[] {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return [
    { name: 'Promises', rows: merged(promiseRows(read('promises.md'))) },
    { name: 'Features', rows: merged(featureRows(read('features.md'))) },
    { name: 'Threats', rows: merged(threatRows(read('threats.md'))) },
    { name: 'Standards', rows: merged(standardRows(read('standards.md'))) },
    { name: 'OWASP ASVS 5.0', rows: merged(asvsRows(read('asvs.csv'))) },
  ]
}

/** The single references a written one stands for: `A27, A37` → A27 A37; `B204-207` → B204 … B207; `AU-5, (1)` → AU-5 AU-5(1). */
export function expand(written: string): string[] {
  let control = ''
  return written.split(',').flatMap((part) => {
    const name = part.trim()
    if (/^\(\d+\)$/.test(name)) return [`${control}${name}`]
    control = name.replace(/\(\d+\)$/, '')
    const [, letters, first, last] = range.exec(name) ?? []
    if (!letters || !first || !last) return [name]
    return Array.from(
      { length: Number(last) - Number(first) + 1 },
      (_, at) => `${letters}${String(Number(first) + at).padStart(first.length, '0')}`,
    )
  })
}

// The table of twelve decisions repeats promises of the tables below it, so only tables headed `Ref` hold rows.
function promiseRows(text: string): Row[] {
  return tableRows(text, ['Ref']).map(([id = '']) => ({ id, references: expand(id) }))
}

function featureRows(text: string): Row[] {
  return tableRows(text, ['#']).map(([id = '']) => ({ id, references: [id] }))
}

// The file numbers its abuse cases 1 to 40; tests, and so this report, call them T1 to T40.
function threatRows(text: string): Row[] {
  return tableRows(text, ['#']).map(([id = '']) => ({ id: `T${id}`, references: [`T${id}`] }))
}

/**
 * A clause of HIPAA is claimed by the H- and N- references anywhere in its row (`H-c1/c2` is two), a control of NIST and a risk
 * of OWASP by its own name, an anchor point by the promise its test cell leads to. A row without any stays untested.
 */
function standardRows(text: string): Row[] {
  const headers = ['Clause today', 'Proposed', 'Control', 'Anchor point', 'Risk']
  return tableRows(text, headers).map((cells) => {
    const id = cells[0] ?? ''
    const own = /^(?:API|LLM)\d+(?:-\d+)?|^AU-.*/.exec(id)?.[0]
    const written = cells.join(' ').replace(/\b([HN]-)(\w+)\/(\w+)/g, '$1$2 $1$3')
    const clauses = written.match(/\b[HN]-[a-z]\w*/g) ?? []
    const led = (cells.at(-1) ?? '').match(/\b[ABC]\d+\b/g) ?? []
    return { id, references: own ? expand(own) : [...new Set([...clauses, ...led])] }
  })
}

function asvsRows(text: string): Row[] {
  return (text.match(/^V\d+\.\d+\.\d+(?=,)/gm) ?? []).map((id) => ({ id, references: [id] }))
}

/** The cells of every table whose first column has one of the given headers. */
function tableRows(text: string, headers: string[]): string[][] {
  let wanted = false
  return text.split('\n').flatMap((line, at, lines) => {
    if (!line.startsWith('|')) return []
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    const isHeader = lines[at + 1]?.startsWith('| ---') ?? false
    if (isHeader) wanted = headers.includes(cells[0] ?? '')
    return isHeader || !wanted || line.startsWith('| ---') ? [] : [cells]
  })
}

/** A first column that stands twice (A72) is one row: what claims either claims both. */
function merged(rows: Row[]): Row[] {
  const byId = new Map<string, Row>()
  for (const { id, references } of rows) {
    byId.set(id, { id, references: [...new Set([...(byId.get(id)?.references ?? []), ...references])] })
  }
  return [...byId.values()]
}
