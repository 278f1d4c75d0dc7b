// Language and colour scheme of this device, in one cookie that carries nothing else. No other browser storage is used anywhere.
import { isLanguage, type LanguageCode } from './words/languages.ts'

export type Scheme = 'light' | 'dark'
export type Preferences = { language: LanguageCode | undefined; scheme: Scheme | undefined }

const cookie = 'wardkeep_look'
let known: Preferences = { language: undefined, scheme: undefined }

/** To be awaited once, before the first render. */
export async function readPreferences(): Promise<void> {
  const kept = 'cookieStore' in globalThis ? await cookieStore.get(cookie) : null
  const [language = '', scheme = ''] = (kept?.value ?? '').split('.')
  known = {
    language: isLanguage(language) ? language : undefined,
    scheme: scheme === 'light' || scheme === 'dark' ? scheme : undefined,
  }
}

export function preferences(): Preferences {
  return known
}

/** Holds in memory at once; the cookie lasts a year where the browser lets us write it. */
export async function prefer(change: Partial<Preferences>): Promise<void> {
  known = { ...known, ...change }
  if (!('cookieStore' in globalThis)) return
  const year = 365 * 24 * 60 * 60 * 1000
  const value = `${known.language ?? ''}.${known.scheme ?? ''}`
  await cookieStore.set({ name: cookie, value, path: '/', sameSite: 'lax', expires: Date.now() + year }).catch(() => undefined)
}
