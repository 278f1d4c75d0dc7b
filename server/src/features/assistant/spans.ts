// Stretches of a text that are to be taken out of it.
export type Kind = 'name' | 'date' | 'number' | 'contact' | 'address'
/** `text` is what only looks like a placeholder; it tells nothing of anybody. */
export type Found = Kind | 'text'
/** From one place of a text to another, as UTF-16 code units; `to` is the first that no longer belongs to it. */
export type Span = { from: number; to: number; kind: Found }

/** In the order of the text; those that overlap are one, of the kind of the longest of them. */
export function withoutOverlap(spans: readonly Span[]): Span[] {
  const merged: (Span & { longest: number })[] = []
  for (const span of spans.filter(({ from, to }) => to > from).toSorted((one, other) => one.from - other.from || other.to - one.to)) {
    const last = merged.at(-1)
    const length = span.to - span.from
    if (last === undefined || span.from >= last.to) {
      merged.push({ ...span, longest: length })
      continue
    }
    if (length > last.longest || last.kind === 'text') {
      last.kind = span.kind
      last.longest = length
    }
    last.to = Math.max(last.to, span.to)
  }
  return merged.map(({ from, to, kind }) => ({ from, to, kind }))
}

/** All matches of a pattern as spans of one kind; a group named `it` is the span where only a part of the match is meant. */
export function spansOf(text: string, pattern: RegExp, kind: Kind, fits: (it: string, index: number) => boolean = () => true): Span[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const it = match.groups?.it ?? match[0]
    const from = match.index + match[0].indexOf(it)
    return fits(it, from) ? [{ from, to: from + it.length, kind }] : []
  })
}
