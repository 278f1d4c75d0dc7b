// Every look into foreign JSON goes through a Place: what has another shape is refused with its position, and never repeated.
import { BundleRefused } from './refused.ts'

/** FHIR R4 datatypes: strings have at most 1 MB. */
const longest = 1_048_576

export class Place {
  readonly path: string
  readonly value: unknown

  constructor(value: unknown, path: string) {
    this.value = value
    this.path = path
  }

  /** The field, or undefined where it is absent. */
  may(name: string): Place | undefined {
    if (!isObject(this.value)) return this.refuse('must be an object')
    if (!Object.hasOwn(this.value, name)) return undefined
    return new Place(this.value[name], `${this.path}.${name}`)
  }

  must(name: string): Place {
    return this.may(name) ?? new Place(undefined, `${this.path}.${name}`).refuse('is missing')
  }

  /** The items of a list field; none where it is absent. */
  each(name: string): Place[] {
    const list = this.may(name)
    if (list === undefined) return []
    if (!Array.isArray(list.value)) return list.refuse('must be a list')
    return list.value.map((item: unknown, at) => new Place(item, `${list.path}[${at}]`))
  }

  /** The names of the object's fields. */
  names(): string[] {
    return isObject(this.value) ? Object.keys(this.value) : this.refuse('must be an object')
  }

  isText(): boolean {
    return typeof this.value === 'string'
  }

  text(): string {
    if (typeof this.value !== 'string') return this.refuse('must be text')
    if (!/\S/.test(this.value)) return this.refuse('must not be empty')
    if (this.value.length > longest) return this.refuse('is longer than FHIR allows')
    // PostgreSQL cannot hold U+0000, and half a surrogate pair would silently become another character.
    if (hasControls(this.value) || !this.value.isWellFormed()) return this.refuse('holds characters that FHIR forbids')
    return this.value
  }

  mayText(name: string): string | undefined {
    return this.may(name)?.text()
  }

  number(): number {
    // JSON can write 1e999, which reads as infinity.
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) return this.refuse('must be a number')
    return this.value
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean') return this.refuse('must be true or false')
    return this.value
  }

  oneOf<T extends string>(words: readonly T[]): T {
    return words.find((word) => word === this.value) ?? this.refuse('is not one of the words FHIR R4 has for it')
  }

  refuse(reason: string): never {
    throw new BundleRefused(this.path, reason)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 32 && unit !== 9 && unit !== 10 && unit !== 13) return true
  }
  return false
}
