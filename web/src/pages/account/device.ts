const systems = [
  ['iPadOS', /iPad/],
  ['iOS', /iPhone/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['ChromeOS', /CrOS/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux|X11/],
] as const
/** In this order: the later ones are also named by the earlier. */
const browsers = [
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\/|Chromium\//],
  ['Safari', /Safari\//],
] as const

export type Device = { kind: 'phone' | 'computer' | 'program'; browser: string | undefined; system: string | undefined }

/** Which device a session is on, as far as its user agent says; enough to recognise one's own. */
export function deviceOf(userAgent: string): Device {
  const browser = browsers.find(([, mark]) => mark.test(userAgent))?.[0]
  const system = systems.find(([, mark]) => mark.test(userAgent))?.[0]
  if (!browser) return { kind: 'program', browser, system }
  return { kind: /Mobile|iPhone|iPad|Android/.test(userAgent) ? 'phone' : 'computer', browser, system }
}
