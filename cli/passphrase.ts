// A passphrase is typed where nobody reads it, or comes by standard input: never as an argument, which every process of the host can see.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { Streams } from '@wardkeep/server'

/** The passphrase; undefined where none was given, or where the second one that `twice` asks for differs. */
export async function askPassphrase({ err }: Streams, { twice }: { twice: boolean }): Promise<string | undefined> {
  const { stdin } = process
  const lines = createInterface({
    input: stdin,
    terminal: stdin.isTTY,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
  })
  const given = lines[Symbol.asyncIterator]()
  lines.once('SIGINT', () => lines.close())
  const next = async (question: string): Promise<string | undefined> => {
    if (stdin.isTTY) err.write(question)
    const { value, done } = await given.next()
    if (stdin.isTTY) err.write('\n')
    return done || value === '' ? undefined : value
  }
  try {
    const first = await next('Passphrase: ')
    if (first === undefined || !twice || !stdin.isTTY) return first
    return (await next('The same once more: ')) === first ? first : undefined
  } finally {
    lines.close()
    stdin.destroy()
  }
}
