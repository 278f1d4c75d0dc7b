import type { Destination } from '../features/importing/index.ts'
import { CannotGoOn } from './cannot-go-on.ts'

/** The organisation that a slug names, or the only one there is; refuses in a sentence that names those there are. */
export function choose(destinations: readonly Destination[], slug: string | undefined): Destination {
  const slugs = destinations.map((one) => one.slug).join(', ')
  const [only, another] = destinations
  if (only === undefined) throw new CannotGoOn('There is no open organisation that patients could be imported into.')
  if (slug !== undefined)
    return destinations.find((one) => one.slug === slug) ?? cannot(`No organisation has that slug; these are there: ${slugs}.`)
  return another ? cannot(`Say by --organisation into which one: ${slugs}.`) : only
}

function cannot(sentence: string): never {
  throw new CannotGoOn(sentence)
}
