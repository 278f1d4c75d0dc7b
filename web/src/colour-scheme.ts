import type { MantineColorSchemeManager } from '@mantine/core'
import { prefer, preferences } from './preferences.ts'

/** Keeps the colour scheme beside the language, in the cookie; the library's own manager would use browser storage. */
export const colourScheme: MantineColorSchemeManager = {
  get: (fallback) => preferences().scheme ?? fallback,
  set: (scheme) => void prefer({ scheme: scheme === 'auto' ? undefined : scheme }),
  clear: () => void prefer({ scheme: undefined }),
  subscribe: () => {},
  unsubscribe: () => {},
}
