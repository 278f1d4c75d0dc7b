/**
 * A bundle is refused whole. The position is a path (`Bundle.entry[3].resource.birthDate`) or a place in the text
 * (`line 7 column 12`), the reason a constant sentence: neither repeats what stands there.
 */
export class BundleRefused extends Error {
  readonly position: string
  readonly reason: string

  constructor(position: string, reason: string) {
    super(`${position}: ${reason}`)
    this.name = 'BundleRefused'
    this.position = position
    this.reason = reason
  }
}
