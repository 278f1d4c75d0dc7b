// No request hides in another: what could be cut in two ways is answered once, with a refusal, and nothing behind it on the connection is read.
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { openClinic } from './clinic.ts'
import { corpus, sound, victim } from './smuggling.fixture.ts'

test('[V4.2.1 part] of every request whose borders could be seen in two places exactly one answer comes, a refusal, and the connection is closed, so that what a front sends behind it is not read; what has one reading is read so', async () => {
  const clinic = await openClinic()
  const wrong: string[] = []
  for (const [name, bytes] of Object.entries(corpus)) {
    const told = await statuses(clinic.url, bytes + victim)
    if (told.join() !== '400') wrong.push(`${name}: ${told.join()}`)
  }
  for (const [name, bytes] of Object.entries(sound)) {
    const told = await statuses(clinic.url, bytes + victim)
    // Of a body that is no JSON the rest is not waited for: that connection ends with its refusal.
    if (told.length === 2 ? told[1] !== '200' : told.join() !== '400') wrong.push(`${name}: ${told.join()}`)
  }
  expect(wrong).toEqual([])
}, 120_000)

/** The statuses of all answers that come until the other side closes. */
function statuses(url: string, bytes: string): Promise<string[]> {
  const { port } = new URL(url)
  return new Promise((resolve) => {
    let told = ''
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('data', (some: Buffer) => {
      told += some.toString('latin1')
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve([...told.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status ?? '')))
    socket.write(Buffer.from(bytes, 'latin1'))
  })
}
