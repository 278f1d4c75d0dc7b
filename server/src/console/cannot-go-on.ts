/** A verb that cannot go on, told in sentences that repeat nothing protected: no file's name, no value. */
export class CannotGoOn extends Error {
  readonly sentences: readonly string[]

  constructor(...sentences: string[]) {
    super(sentences.join(' '))
    this.name = 'CannotGoOn'
    this.sentences = sentences
  }
}
