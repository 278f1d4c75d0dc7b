// Whether a password is known from a breach, looked up in a file on this host: a binary search by small reads, so that of tens of gigabytes some forty
// lines are read, off the event loop, and nothing is asked over the network. The form of the file has SHA-1; it protects nothing here. [V6.2.12]
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

/** A line of the file: 40 hexadecimal digits, a colon and how often it was found. */
const lineForm = /^([0-9A-F]{40}):\d{1,12}\r?$/
/** Holds the end of one line and the next one whole. */
const blockBytes = 160
/** Places at which the order of the lines is looked at before the file is trusted. */
const looks = 64

/** The file is not one of such lines, ordered by hash. */
export class UnfitList extends Error {}

type Line = { at: number; hash: string; next: number }

export class BreachedPasswords {
  readonly #file: FileHandle
  readonly #size: number

  private constructor(file: FileHandle, size: number) {
    this.#file = file
    this.#size = size
  }

  /** Opens a list of lines `HASH:count`, ordered by hash, and looks at some of it. Throws `UnfitList`, and what opening a file throws. */
  static async open(path: string): Promise<BreachedPasswords> {
    const file = await open(path, 'r')
    try {
      const about = await file.stat()
      if (!about.isFile() || about.size === 0) throw new UnfitList('not a list')
      const list = new BreachedPasswords(file, about.size)
      await list.#mustBeOrdered()
      return list
    } catch (cause) {
      await file.close()
      throw cause
    }
  }

  /** As typed, or as it is kept (NFC). */
  async has(password: string): Promise<boolean> {
    for (const form of new Set([password, password.normalize('NFC')])) {
      if (await this.#holds(createHash('sha1').update(form).digest('hex').toUpperCase())) return true
    }
    return false
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  /** The line that is sought begins at or after `low` and before `high`. */
  async #holds(hash: string): Promise<boolean> {
    let [low, high] = [0, this.#size]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const line = await this.#lineFrom(middle)
      if (line === undefined || line.at >= high) high = middle
      else if (line.hash === hash) return true
      else if (line.hash < hash) low = line.next
      else high = middle
    }
    return false
  }

  async #mustBeOrdered(): Promise<void> {
    let last = ''
    for (let look = 0; look <= looks; look += 1) {
      const line = await this.#lineFrom(Math.floor((this.#size * look) / (looks + 1)))
      if (line === undefined) continue
      if (line.hash < last) throw new UnfitList('not ordered')
      last = line.hash
    }
  }

  /** The first line that begins at or after a place; undefined where none does. */
  async #lineFrom(place: number): Promise<Line | undefined> {
    // From the byte before it, which ends the line before where one begins right here.
    const from = Math.max(0, place - 1)
    const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(blockBytes), 0, blockBytes, from)
    const text = buffer.toString('latin1', 0, bytesRead)
    const skipped = place === 0 ? 0 : text.indexOf('\n') + 1
    if (place > 0 && skipped === 0 && from + bytesRead < this.#size) throw new UnfitList('a line is too long')
    const at = from + skipped
    if ((place > 0 && skipped === 0) || at >= this.#size) return undefined
    const [line = ''] = text.slice(skipped).split('\n', 1)
    const [, hash] = lineForm.exec(line.toUpperCase()) ?? []
    if (hash === undefined) throw new UnfitList('not a line of it')
    return { at, hash, next: at + line.length + 1 }
  }
}
