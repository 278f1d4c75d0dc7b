// Two plain plots as SVG: bars of one figure, and spans from the median to the slowest hundredth on a logarithmic scale.

const row = 26
const left = 130
const width = 760
const [ink, faint, accent, other] = ['#1b2b2b', '#d5dfdf', '#0b6b63', '#b9762f']

export function barsOf(o: {
  title: string
  bars: readonly { label: string; value: number }[]
  aim: { at: number; label: string }
}): string {
  const x = (value: number) => left + Math.min(value, 1) * (width - left - 40)
  const bars = o.bars.map(({ label, value }, place) => {
    const y = 50 + place * row
    return `${words(left - 8, y + 12, label, 'end')}<rect x="${left}" y="${y}" width="${(x(value) - left).toFixed(1)}" height="${row - 10}" fill="${accent}"/>${words(x(value) + 6, y + 12, value.toFixed(2))}`
  })
  const bottom = 50 + o.bars.length * row
  const aim = `<line x1="${x(o.aim.at)}" x2="${x(o.aim.at)}" y1="40" y2="${bottom}" stroke="${other}" stroke-dasharray="4 3"/>${words(x(o.aim.at), 36, o.aim.label, 'middle')}`
  return framed(o.title, bottom, [...bars, aim])
}

type Span = readonly [number, number]

export function spansOf(o: { title: string; rows: readonly { label: string; bare: Span; secured: Span }[] }): string {
  const all = o.rows.flatMap(({ bare, secured }) => [...bare, ...secured])
  const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))]
  const x = (value: number) => left + ((Math.log10(value) - low) / (high - low)) * (width - left - 40)
  const bottom = 50 + o.rows.length * row
  const ticks = Array.from({ length: high - low + 1 }, (_, place) => 10 ** (low + place)).map(
    (at) => `<line x1="${x(at)}" x2="${x(at)}" y1="46" y2="${bottom}" stroke="${faint}"/>${words(x(at), 42, `${at} ms`, 'middle')}`,
  )
  const spans = o.rows.map(({ label, bare, secured }, place) => {
    const y = 50 + place * row
    const span = ([from, to]: Span, at: number, colour: string) =>
      `<line x1="${x(from).toFixed(1)}" x2="${x(to).toFixed(1)}" y1="${at}" y2="${at}" stroke="${colour}" stroke-width="5" stroke-linecap="round"/>`
    return `${words(left - 8, y + 12, label, 'end')}${span(bare, y + 5, other)}${span(secured, y + 13, accent)}`
  })
  const legend = `${words(width - 40, 20, 'above: bare, below: secured', 'end')}`
  return framed(o.title, bottom, [...ticks, ...spans, legend])
}

function framed(title: string, bottom: number, parts: readonly string[]): string {
  const height = bottom + 16
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" role="img">
<title>${title}</title><rect width="${width}" height="${height}" fill="#ffffff"/><text x="12" y="20" fill="${ink}" font-weight="600">${title}</text>
${parts.join('\n')}
</svg>
`
}

function words(x: number, y: number, text: string, anchor = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y}" fill="${ink}" text-anchor="${anchor}">${text}</text>`
}
