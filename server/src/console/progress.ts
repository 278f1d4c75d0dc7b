import type { Streams } from './streams.ts'

const width = 20

/** Tells how far a verb is: a bar on a terminal, else a line after every hundredth file. */
export function openProgress(err: Streams['err'], word: string, total: number, what = 'files'): (done: number) => void {
  if (!err.isTTY) {
    return (done) => {
      if (done % 100 === 0) err.write(`${word} ${done} of ${total} ${what}\n`)
    }
  }
  return (done) => {
    const filled = Math.floor((done / total) * width)
    err.write(`\r${word} [${'#'.repeat(filled).padEnd(width)}] ${done}/${total}${done === total ? '\n' : ''}`)
  }
}
