// The cast's two organisations on a PostgreSQL of a benchmark's own, the whole app over it, and everybody's way in.
import { join } from 'node:path'
import { createClient } from '@wardkeep/client'
import { keyScopes } from '@wardkeep/contract/api-keys.ts'
import pg from 'pg'
import { openApp } from '../server/src/app.ts'
import { DatabaseClock } from '../server/src/platform/clock.ts'
import { Connections } from '../server/src/platform/database.ts'
import { openLog } from '../server/src/platform/log.ts'
import { Recorder } from '../server/src/security/audit/recorder.ts'
import { Database } from '../server/src/security/database.ts'
import { newRootKeyText, openKeyStore, Passwords, parseRootKey, Signers, Vault } from '../server/src/security/vault/index.ts'
import { castPassword, max, type Person } from '../server/tests/people.ts'
import { makeWorld } from '../server/tests/world.ts'

type Postgres = { folder: string; options(user: 'postgres' | 'wardkeep_app'): pg.ClientConfig }

/** Opens it; `close` stops the app and lets the connections go. */
export async function openWorstWorld(postgres: Postgres) {
  const superuser = new pg.Client(postgres.options('postgres'))
  await superuser.connect()
  const connections = new Connections(postgres.options('wardkeep_app'), 4)
  const rootKey = newRootKeyText()
  const keys = await openKeyStore({ folder: join(postgres.folder, 'keys'), rootKey: parseRootKey(rootKey) })
  const vault = new Vault(keys)
  const now = new Date()
  const seeding = { vault, db: new Database(connections, new Recorder(vault), async () => undefined) }
  const world = await makeWorld({ keep: seeding, passwords: new Passwords(keys), signers: new Signers(keys), now })
  const { http, keep } = await openApp({
    profile: 'demo',
    publicUrl: 'http://localhost:8080',
    corsOrigins: [],
    trustedProxies: [],
    webFolder: undefined,
    version: 'bench',
    log: openLog('silent'),
    clock: new DatabaseClock(),
    keys,
    connections,
  })
  const url = await http.listen({ host: '127.0.0.1', port: 0 })
  const tokens = new Map<string, { token: string; until: number }>()
  const token = async ({ email }: Person) => {
    const held = tokens.get(email)
    if (held && held.until > Date.now()) return held.token
    const stranger = createClient({ baseUrl: url, credentials: { kind: 'bearer', token: () => undefined } })
    const reply = await stranger.login({ body: { login: email, password: castPassword } })
    if (!('accessToken' in reply)) throw new Error('nobody was signed in')
    tokens.set(email, { token: reply.accessToken, until: Date.now() + (reply.expiresIn - 30) * 1000 })
    return reply.accessToken
  }
  const admin = await token(max)
  const { key } = await createClient({ baseUrl: url, credentials: { kind: 'bearer', token: () => admin } }).makeApiKey({
    body: { service: { name: 'Vendor' }, scopes: [...keyScopes] },
  })
  const { rows } = await superuser.query<{ id: string }>(`select id from users where role = 'service'`)
  const who = (person: string) => world.people[person] ?? refuseWho(person)
  const close = async () => {
    await http.close()
    await connections.close()
    await superuser.end()
  }
  return { superuser, connections, keep, url, token, key, who, serviceUser: rows[0]?.id ?? '', now, close }
}

function refuseWho(person: string): never {
  throw new Error(`${person} is not of the cast`)
}
