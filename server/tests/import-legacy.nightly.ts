// Three hundred thousand rows, cut off in the middle and taken up again, in a process whose memory does not grow with them.
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { begin, run } from '../../cli/command.fixture.ts'
import { newRootKeyText } from '../src/security/vault/index.ts'
import { emptyFolder, startServer } from './process.ts'

const rows = 300_000
/** The file is 390 MiB. With as much memory as it likes the process collects late and takes 500; what it needs is seen where its heap is bounded. */
const heapMiB = 96
const mostMiB = 400

test('[A9 part] three hundred thousand old cases are imported in bounded memory, and an import that is killed goes on where it was', {
  timeout: 1_800_000,
}, async () => {
  const [data, files] = [await emptyFolder(), await emptyFolder()]
  const settings = {
    WARDKEEP_PROFILE: 'production',
    PUBLIC_URL: 'https://clinic.example',
    WARDKEEP_ROOT_KEY: newRootKeyText(),
    WARDKEEP_DATA: data,
  }
  await startServer(data, settings)
  const organisation = ['--organisation', 'shore', '--name', 'Shore', '--time-zone', 'Europe/Berlin', '--no-staff-second-factor']
  expect((await run(['init', ...organisation, '--admin', 'max@shore.test'], settings)).code).toBe(0)
  const path = join(files, 'rn_requests.csv')
  const file = await open(path, 'w')
  await file.write('id,user_id,user_identifier,user_crypt,vendor_id,created_at,text\n')
  for (let place = 0; place < rows; place += 1)
    await file.write(`${place},u${place},label ${place},${'c'.repeat(200)},v,2023-05-01,"${'It hurts. '.repeat(100)}"\n`)
  await file.close()
  const verb = ['import', 'legacy', '--requests', path, '--json']

  const cut = begin(verb, settings)
  await new Promise<void>((resolve) => cut.child.stderr?.on('data', (said) => String(said).includes('Imported') && resolve()))
  cut.child.kill('SIGKILL')
  await cut.ended

  const whole = begin(verb, { ...settings, NODE_OPTIONS: `--max-old-space-size=${heapMiB}` })
  let peak = 0
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${whole.child.pid}/status`, 'utf8').catch(() => '')
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
  }, 200)
  const ended = await whole.ended
  clearInterval(watch)
  expect(ended.code).toBe(0)
  const { requests } = JSON.parse(ended.out)
  expect(requests.imported + requests.unchanged).toBe(rows)
  expect(requests.unchanged).toBeGreaterThan(0)
  expect(requests.imported).toBeGreaterThan(0)
  expect(peak).toBeGreaterThan(50)
  expect(peak).toBeLessThan(mostMiB)
})
