// A whole clinic for a story: the built web app, a fresh data folder, a real browser.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, inject } from 'vitest'
import { findChromium } from '../scripts/debian.ts'
import { endServer, freePort, openServer } from './server-process.ts'
import { answerLate, watchRequests } from './settling.ts'

export type Account = { role: string; login: string; password: string; organisation: string; totpSecret?: string }
export type House = {
  url: string
  /** The data folder, for the command that works beside the server. */
  data: string
  browser: Browser
  account(role: string, organisation?: string): Account
  enter(options?: Entrance): Promise<Visitor>
  /** Ends the server in the middle of whatever it does, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again, at the same address and on the same data. */
  restart(): Promise<void>
}
export type Entrance = { width?: number; height?: number; language?: 'en' | 'he'; dark?: boolean }
export type Visitor = { page: Page; context: BrowserContext; complaints: string[] }

/** See stack.md's traps: as root without a sandbox, and without the background requests that a closed network would answer with noise. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Opens a demo clinic of its own on a free port of localhost (the session cookie needs that name) and a browser, for the stories of one file: both
 * end with it. `more`: settings beside the demo's own.
 */
export async function openHouse(more: Readonly<Record<string, string>> = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-journey-'))
  await cp(inject('demo'), folder, { recursive: true })
  const port = await freePort()
  let server = await openServer(folder, port, more)
  const accounts: Account[] = JSON.parse(await readFile(join(folder, 'demo-accounts.json'), 'utf8'))
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: flags })
  const url = `http://localhost:${port}`
  afterAll(async () => {
    await browser.close()
    await endServer(server, 'SIGTERM')
    await rm(folder, { recursive: true, force: true })
  })
  return {
    url,
    data: folder,
    browser,
    account: (role, organisation = 'harbour') => {
      const found = accounts.find((account) => account.role === role && account.organisation === organisation)
      if (found === undefined) throw new Error(`the demo has no ${role}`)
      return found
    },
    enter: (entrance) => enter(browser, url, entrance),
    kill: () => endServer(server, 'SIGKILL'),
    restart: async () => {
      server = await openServer(folder, port, more)
    },
  }
}

async function enter(
  browser: Browser,
  url: string,
  { width = 1280, height = 900, language = 'en', dark = false }: Entrance = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === 'he' ? 'he-IL' : 'en-GB',
    timezoneId: 'Asia/Jerusalem',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  // The device's own choice, as the language switch leaves it: it stands before the account's language.
  await context.addCookies([{ name: 'wardkeep_look', value: `${language}.${dark ? 'dark' : 'light'}`, url }])
  const page = await context.newPage()
  watchRequests(page)
  if (process.env.WARDKEEP_LATE !== undefined) await answerLate(context)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // The browser itself reports every 401; asking who is signed in is one.
    if (message.type() === 'error' && !/status of 401/.test(message.text())) complaints.push(message.text())
  })
  return { page, context, complaints }
}

async function chromiumPath(): Promise<string> {
  const path = await findChromium()
  if (path === undefined) throw new Error('There is no Chromium on this machine; npm test installs it where it can')
  return path
}
