// A password may hold a name, but not live on it: what is left without the owner's own words must be long enough by itself.
import { foldLeet } from './stretches.ts'

/** What the account says of its owner. */
export type PasswordOwner = { email?: string | undefined; username?: string | undefined; displayName?: string | undefined }

const freeOfOwner = 12

/** Whether fewer than twelve characters are left once the owner's names (four letters and longer) are taken out, however they are written. */
export function leansOnOwner(password: string, { email = '', username = '', displayName = '' }: PasswordOwner): boolean {
  const at = email.lastIndexOf('@')
  const local = email.slice(0, Math.max(0, at))
  const told = [...parts(displayName), ...parts(local), ...parts(username), local, username, displayName.replaceAll(apart, '')]
  const folded = foldLeet(password)
  const left = told
    .map(foldLeet)
    .filter((word) => [...word].length >= 4)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, word) => rest.replaceAll(word, ''), folded)
  return left !== folded && [...left].length < freeOfOwner
}

const apart = /[^\p{L}\p{N}\p{M}]+/gu

function parts(name: string): string[] {
  return name.split(apart)
}
