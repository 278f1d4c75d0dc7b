import { expect, test } from 'vitest'
import { demoFolder, emptyFolder, startServer } from '../server/tests/process.ts'
import { run } from './command.fixture.ts'

test('[F4 part] the host makes a new key of access tokens beside a running server, which publishes it by itself; a line that is not understood changes nothing', async () => {
  const none = await run(['keys', 'rotate-tokens'], { WARDKEEP_DATA: await emptyFolder() })
  expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining('start the server once') })
  const data = await demoFolder()
  const server = await startServer(data)
  const [first] = await kidsOf(server.url)
  for (const args of [['keys'], ['keys', 'rotate'], ['keys', 'rotate-tokens', '--now'], ['keys', 'rotate-tokens', 'x']]) {
    expect(await run(args, { WARDKEEP_DATA: data })).toMatchObject({ code: 2, out: '' })
  }
  expect(await run(['keys', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('rotate-tokens') })
  const made = await run(['keys', 'rotate-tokens', '--json'], { WARDKEEP_DATA: data })
  expect(made).toMatchObject({ code: 0, err: '' })
  const { signsFrom } = JSON.parse(made.out)
  expect(new Date(signsFrom).getTime() - Date.now()).toBeGreaterThan(9 * 60_000)
  // A server looks every half minute.
  await expect.poll(() => kidsOf(server.url), { timeout: 45_000, interval: 1000 }).toHaveLength(2)
  expect((await kidsOf(server.url))[0]).toBe(first)
}, 120_000)

async function kidsOf(url: string): Promise<string[]> {
  const set = JSON.parse(await (await fetch(`${url}/.well-known/jwks.json`)).text())
  return set.keys.map(({ kid }: { kid: string }) => kid)
}
