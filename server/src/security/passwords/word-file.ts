/** Begins a line of a word file that is not a word of it. */
export const commentMark = '#'

/** The words of a file, in its order: several a line, between spaces. */
export function wordsOf(text: string): string[] {
  return linesOf(text).flatMap((line) => line.split(' ').filter((word) => word !== ''))
}

/** The entries of a file that has one a line, spaces and all. */
export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith(commentMark))
}
