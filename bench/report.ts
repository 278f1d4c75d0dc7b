// `node bench/report.ts`: puts the figures of results.json into README.md, between its marks, and draws the plots.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { Line, Results } from './measure.ts'
import { barsOf, spansOf } from './plots.ts'

const here = (name: string) => new URL(name, import.meta.url)
const results: Results = JSON.parse(await readFile(here('results.json'), 'utf8'))
const { lines } = results

const page = await readFile(here('README.md'), 'utf8')
const [before, rest] = page.split('<!-- figures -->\n')
const [, after] = rest?.split('<!-- end of figures -->\n') ?? []
if (before === undefined || after === undefined) throw new Error('README.md has lost its marks for the figures')
await writeFile(here('README.md'), `${before}<!-- figures -->\n${figures()}<!-- end of figures -->\n${after}`)
await mkdir(here('plots'), { recursive: true })
await writeFile(
  here('plots/ratio.svg'),
  barsOf({
    title: 'Throughput of the secured act, as a part of the bare one',
    aim: { at: 0.75, label: 'aim at 64: 0.75' },
    bars: lines.map((line) => ({ label: labelOf(line), value: line.ratio })),
  }),
)
await writeFile(
  here('plots/latency.svg'),
  spansOf({
    title: 'Milliseconds of half of the answers, and of 99 in 100',
    rows: lines.map((line) => ({
      label: labelOf(line),
      bare: [line.bare.p50, line.bare.p99],
      secured: [line.secured.p50, line.secured.p99],
    })),
  }),
)

function labelOf({ scenario, connections }: Line): string {
  return `${scenario}, ${connections}`
}

function figures(): string {
  const { at, machine, node, seconds, rounds, charts } = results
  const heads = [
    'act',
    'connections',
    'bare /s',
    'secured /s',
    'ratio',
    'bare p50, p99 ms',
    'secured p50, p99 ms',
    'bare CPU µs',
    'secured CPU µs',
    'server MiB',
  ]
  const rows = lines.map((line) => {
    const { bare, secured } = line
    const cpu = ({ cpu: { server, database } }: Line['bare']) => `${server} + ${database < 0 ? '?' : database}`
    const times = ({ p50, p99 }: Line['bare']) => `${p50.toFixed(1)}, ${p99.toFixed(1)}`
    const memory = `${bare.memory.server}, ${secured.memory.server}`
    return [
      line.scenario,
      line.connections,
      whole(bare.perSecond),
      whole(secured.perSecond),
      `**${line.ratio.toFixed(2)}**`,
      times(bare),
      times(secured),
      cpu(bare),
      cpu(secured),
      memory,
    ]
  })
  const titles = [...new Map(lines.map(({ scenario, title }) => [scenario, title]))].map(([name, title]) => `- **${name}**: ${title}`)
  return `
Measured on ${at}: ${machine}, Node ${node}, ${whole(charts)} charts; ${seconds} s a run, the best of ${rounds} interleaved runs after one to warm up. CPU is per request, server + database.

${titles.join('\n')}

${[heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}

![The ratio of each act](plots/ratio.svg)
![The latency of each act](plots/latency.svg)

`
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
