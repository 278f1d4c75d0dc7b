// A disk that fills up under the database, and a database that is killed, in the midst of writing. Needs root, for a small file system of its own. [T39]
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@wardkeep/client'
import { expect, onTestFinished, test } from 'vitest'
import { expectWhole, freeTimesOf, signIn } from './demo-visits.ts'
import { emptyFolder, type Running, readAccounts, startServer } from './process.ts'

const mayMount = process.getuid?.() === 0
const atOnce = 8

test.skipIf(!mayMount)(
  '[T39] a disk that fills up refuses what it cannot hold, whole and with a sentence, keeps all that was answered, and serves again once there is room',
  async () => {
    const data = join(await emptyFolder(), 'data')
    await (await startServer(data)).stop()
    const disk = await moveToSmallDisk(data)
    let server = await startServer(data, {}, disk.inside)
    const accounts = await readAccounts(data)
    const { reception, patientId, times } = await freeTimesOf(server.url, accounts)
    const admin = await signIn(server.url, accounts, 'harbour', 'admin')

    disk.run('head -c 1G /dev/zero > "$0/postgres/ballast" || true')
    const answered: string[] = []
    const refused = new Set<string>()
    for (let next = 0; next < 600 && refused.size === 0; next += atOnce) {
      const bookings = times.slice(next, next + atOnce).map((body) =>
        reception.bookAppointment({ body }).then(
          ({ id }) => answered.push(id),
          (cause: unknown) => refused.add(codeOf(cause)),
        ),
      )
      const writing = Array.from({ length: atOnce }, () => addBulk(admin).catch((cause: unknown) => refused.add(codeOf(cause))))
      await Promise.all([...bookings, ...writing])
    }
    expect([...refused]).toEqual(['UNAVAILABLE'])
    const reading = await reception.readPatient({ params: { id: patientId } }).then(() => 'shown', codeOf)
    expect(['shown', 'UNAVAILABLE', 'unanswered']).toContain(reading)

    disk.run('rm "$0/postgres/ballast"')
    await server.stop()
    server = await startServer(data, {}, disk.inside)
    await expectWhole(server.url, accounts, answered)
    const again = await freeTimesOf(server.url, accounts)
    expect(await again.reception.bookAppointment({ body: again.times[0] ?? expect.fail('no free time') })).toMatchObject({
      status: 'booked',
    })
    await server.stop()
  },
  600_000,
)

test('[T39 part] PostgreSQL killed in the midst of booking: what was answered is there after the restart, whole, and nothing of the rest', async () => {
  const data = join(await emptyFolder(), 'data')
  let server: Running = await startServer(data)
  const accounts = await readAccounts(data)
  const answered: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const { reception, times } = await freeTimesOf(server.url, accounts)
    const bookings = times.slice(0, 60).map((body) => reception.bookAppointment({ body }).then(({ id }) => answered.push(id), codeOf))
    await Promise.race(bookings.slice(10, 20))
    const [postmaster] = (await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
    process.kill(Number(postmaster), 'SIGKILL')
    await Promise.all(bookings)
    await server.stop()
    server = await startServer(data)
    await expectWhole(server.url, accounts, answered)
  }
  expect(answered.length).toBeGreaterThan(0)
  await server.stop()
}, 300_000)

/** Puts the cluster onto a file system of memory with little room, which lives as long as the test; `inside` starts a program that sees it. */
async function moveToSmallDisk(data: string): Promise<{ inside: string[]; run(script: string): void }> {
  const script = `set -e; cd "$0"; mv postgres made; mkdir postgres; mount -t tmpfs -o size=$(( $(du -sm made | cut -f1) + 40 ))m none postgres
    chown --reference=made postgres; chmod --reference=made postgres; cp -a made/. postgres/; echo ready; exec sleep 900`
  const holder = spawn('unshare', ['--mount', 'sh', '-c', script, data], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void holder.kill('SIGKILL'))
  await said(holder)
  const inside = ['nsenter', `--mount=/proc/${holder.pid}/ns/mnt`]
  const [program = '', ...more] = inside
  return { inside, run: (script) => void execFileSync(program, [...more, 'sh', '-c', script, data], { stdio: 'ignore' }) }
}

function said(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`the small disk was not made: ${code}`)))
  })
}

/** What takes room: a room, and its event. */
function addBulk(admin: Client) {
  return admin.addRoom({ body: { name: `Room ${Math.random()}`.padEnd(100, 'x') } })
}

function codeOf(cause: unknown): string {
  return String(Object(cause).code ?? 'unanswered')
}
