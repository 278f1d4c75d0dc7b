// What the tests need from the system is installed once where that is possible, and never stands in the way where it is not.
import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './command.ts'
import { root } from './root.ts'

// The first one draws no window of its own, which spares the journeys a quarter of their work.
const browsers = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const outsidePath = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** The Chromium or Chrome of this system, as an absolute path; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const places = browsers.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...places, ...outsidePath].find(runs)
}

/** Installs what debian-packages.txt lists and this system lacks, if we are root on a Debian; says in a sentence what it does or could not do. */
export async function provideDebianPackages(): Promise<void> {
  const missing = await missingPackages()
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || (await run('apt-get', ['--version'])).code !== 0) {
    console.log(`Not installed, and only root on a Debian could: ${missing.join(', ')}. The tests that need it stay untested.`)
    return
  }
  console.log(`Installing ${missing.join(', ')} by apt-get, since tests need it. This happens once.`)
  const ended = await install(missing)
  if (ended.code !== 0) {
    console.log(`apt-get could not install ${missing.join(', ')}; the tests that need it stay untested. Its last words:`)
    console.log(ended.output.trim().split('\n').slice(-3).join('\n'))
  }
}

async function missingPackages(): Promise<string[]> {
  const listed = readFileSync(join(root, 'scripts', 'debian-packages.txt'), 'utf8')
  const names = listed.split('\n').filter((line) => /^[a-z0-9]/.test(line))
  const there = await Promise.all(
    names.map((name) => (name === 'chromium-headless-shell' ? findChromium() !== undefined : isInstalled(name))),
  )
  return names.filter((_, at) => !there[at])
}

async function isInstalled(name: string): Promise<boolean> {
  return (await run('dpkg-query', ['--status', name])).output.includes('Status: install ok installed')
}

async function install(names: string[]) {
  // In that runlevel no package starts the service that it brings: the tests start what they need.
  const quietly = { env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } }
  // An update that fails is no reason to stop: the lists at hand may still do.
  await run('apt-get', ['update', '-q'], quietly)
  return run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], quietly)
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
