import type { Streams } from '@wardkeep/server'

export function say({ out }: Streams, text: string): 0 {
  out.write(text)
  return 0
}

export function misread({ err }: Streams, sentence: string): 2 {
  err.write(`${sentence}\nSee: wardkeep --help\n`)
  return 2
}
