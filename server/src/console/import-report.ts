import type { Report } from '../features/importing/index.ts'

/** An import's report for people: what came anew, what was left and why, and how much stood already. */
export function reportTable(report: Report, files: number): string {
  const taken = Object.entries(report.taken).map(([type, n]) => [String(n), type, ''])
  const left = report.left.map(({ type, n, why }) => [String(n), type, why])
  return [
    `${count(files, 'file')}: ${count(report.patients, 'new patient')}, ${count(report.practitioners, 'new practitioner')}`,
    ...section('Taken', taken),
    ...section('Left out', left),
    '',
    `Unchanged: ${report.unchanged}`,
    '',
  ].join('\n')
}

function section(title: string, rows: readonly string[][]): string[] {
  if (rows.length === 0) return []
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(([n = '', type = '', why = '']) => `  ${n.padStart(widths[0] ?? 0)}  ${type.padEnd(widths[1] ?? 0)}  ${why}`)
  return ['', `${title}:`, ...lines.map((line) => line.trimEnd())]
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}
