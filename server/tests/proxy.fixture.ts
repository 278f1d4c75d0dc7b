// nginx from Debian with the configuration of deploy/, on ports of its own, with a certificate that is thrown away.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { root } from '../../scripts/root.ts'
import { freePort } from './process.ts'

export const named = 'clinic.example'
export const hasNginx = ['nginx -v', 'openssl version'].every((command) => {
  const [program = '', ...args] = command.split(' ')
  return spawnSync(program, args).status === 0
})

export type Proxy = { plain: number; tls: number }

/** Starts it in front of a server; resolves when it answers. */
export async function openProxy(server: string): Promise<Proxy> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-nginx-'))
  const [plain, tls] = [await freePort(), await freePort()]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', join(folder, 'privkey.pem')]
  spawnSync('openssl', ['req', '-x509', ...key, '-out', join(folder, 'fullchain.pem'), '-subj', `/CN=${named}`, '-days', '1'])
  const placed = (text: string) =>
    text
      .replaceAll('127.0.0.1:8080', new URL(server).host)
      .replaceAll('/etc/ssl/wardkeep', folder)
      .replaceAll('/etc/nginx', folder)
      .replaceAll('/var/log/nginx', folder)
      .replaceAll(/listen \[::\].*\n/g, '\n')
      .replaceAll('listen 80', `listen 127.0.0.1:${plain}`)
      .replaceAll('listen 443', `listen 127.0.0.1:${tls}`)
  for (const name of ['nginx.conf', 'nginx-proxy.conf'])
    await writeFile(
      join(folder, `wardkeep${name === 'nginx.conf' ? '' : '-proxy'}.conf`),
      placed(await readFile(join(root, 'deploy', name), 'utf8')),
    )
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`).join(' ')
  await writeFile(
    join(folder, 'whole.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log; events {} http { ${paths} include ${folder}/wardkeep.conf; }`,
  )
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'whole.conf'), '-e', join(folder, 'error.log')], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  })
  await Promise.race([
    listening(tls),
    ended.then(async () => Promise.reject(new Error(`nginx ended: ${await readFile(join(folder, 'error.log'), 'utf8')}`))),
  ])
  return { plain, tls }
}

async function listening(port: number): Promise<void> {
  const open = await new Promise<boolean>((resolve) => {
    const socket = connectPlain(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
  if (!open) await listening(port)
}

/** A connection to the proxy under its name; what is written to it is sent as it stands. */
export function dial(port: number, protocol: 'http/1.1' | 'h2', localAddress = '127.0.0.1'): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const under = connectPlain({ host: '127.0.0.1', port, localAddress })
    const socket = connect({ socket: under, servername: named, ALPNProtocols: [protocol], rejectUnauthorized: false })
    socket.once('secureConnect', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** What comes until the other side closes, or `enough` of it is there. */
export function heard(socket: TLSSocket, enough: (bytes: Buffer) => boolean = () => false): Promise<Buffer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0)
    const done = () => {
      socket.destroy()
      resolve(bytes)
    }
    socket.on('data', (some: Buffer) => {
      bytes = Buffer.concat([bytes, some])
      if (enough(bytes)) done()
    })
    socket.on('error', done)
    socket.on('close', done)
  })
}
