// The sentences of a text with their places, by the platform's own rules of each language.

export type Sentence = { text: string; start: number; end: number }

/** Verbatim and without the space around them; at most 500 of them, which is more than a case may hold. */
export function sentencesOf(text: string, language: string): Sentence[] {
  const segmenter = new Intl.Segmenter(supported(language), { granularity: 'sentence' })
  const sentences: Sentence[] = []
  for (const { segment, index } of segmenter.segment(text)) {
    if (sentences.length === 500) break
    for (const line of segment.matchAll(/[^\n\r]+/g)) {
      const start = index + line.index + (line[0].length - line[0].trimStart().length)
      const trimmed = line[0].trim()
      if (/\p{L}/u.test(trimmed)) sentences.push({ text: trimmed, start, end: start + trimmed.length })
    }
  }
  return sentences
}

/** The tag, or English where it is none. */
export function supported(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
