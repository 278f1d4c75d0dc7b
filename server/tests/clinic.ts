// A fresh database cloned from the template, the whole app on a port of its own, and the cast at hand: `clinic.as(pia).bookAppointment(…)`.
import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@wardkeep/client'
import type { Flag } from '@wardkeep/contract'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { openApp } from '../src/app.ts'
import { DatabaseClock } from '../src/platform/clock.ts'
import { Connections, type Transaction } from '../src/platform/database.ts'
import type { Allowed } from '../src/platform/egress/index.ts'
import type { Http } from '../src/platform/http.ts'
import { type Log, openLog } from '../src/platform/log.ts'
import { metricsText } from '../src/platform/metrics.ts'
import type { FloodLimits } from '../src/security/gate/floods.ts'
import type { Keep } from '../src/security/keep.ts'
import { type BreachedPasswords, type HashCost, type KeyStore, openKeyStore, parseRootKey } from '../src/security/vault/index.ts'
import { castHashCost, castPassword, type Person } from './people.ts'
import { asSystem, type Placed } from './world.ts'

export type MovableClock = { now(): Date; pass(seconds: number): void }

export type Clinic = {
  /** `http://127.0.0.1:PORT` */
  url: string
  clock: MovableClock
  keep: Keep
  connections: Connections
  /** The key store of the first app. */
  keys: KeyStore
  keyFolder: string
  /** The typed client of somebody signed in by their password. */
  as(person: Person): Promise<Client>
  /** The typed client of nobody. */
  stranger(): Client
  /** The access token of somebody, for a request made by hand. */
  token(person: Person): Promise<string>
  /** Where somebody of the cast stands: their ids. */
  who(person: Person): Placed
  /** A transaction of the system in the organisation of somebody. */
  asSystem<T>(person: Person, act: (tx: Transaction) => Promise<T>): Promise<T>
  /** Rows by raw SQL, above row security. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** Rows by raw SQL under the runtime role, with the settings of a context. */
  sqlAsApp(context: Record<string, string>, text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** All journal events so far, oldest first, or those of one action. */
  events(action?: string): Promise<Record<string, unknown>[]>
  databaseName: string
  /** One more app on the same database, as another process is one: with connections and a memory of its own. Gives its address. */
  another(): Promise<string>
  /** Takes the database away from the app, connections and all; `back()` gives it back. */
  cutDatabase(): Promise<{ back(): Promise<void> }>
  /** The numbers of the app, as its private server tells them. */
  metrics(): string
}

export async function openClinic(
  options: {
    profile?: 'demo' | 'production'
    clock?: MovableClock
    poolSize?: number
    /** Whose word on the caller's address counts; here, where nothing else is said, that of everybody who asks: see `from`. */
    trustedProxies?: string[]
    publicUrl?: string
    /** Everything that the profile may have, where nothing else is said. */
    flags?: readonly Flag[]
    webFolder?: string
    log?: Log
    hashCost?: HashCost
    breached?: BreachedPasswords
    mail?: { smtpUrl: string; from: string }
    floods?: FloodLimits
    /** The origins that the app may call. */
    egress?: Allowed
    assistant?: NonNullable<Parameters<typeof openApp>[0]['assistant']>
    /** Another build of the app, where a test compares with one. */
    openApp?: typeof openApp
    /** A key store that no other test uses, opened anew by every app. */
    ownKeys?: boolean
    accessTokenSeconds?: number
    /** What the clocks of further apps show, where they differ. */
    otherClock?: MovableClock
    /** How the app reaches its database, where something stands in between. */
    through?: (app: pg.ClientConfig) => Promise<pg.ClientConfig>
  } = {},
): Promise<Clinic> {
  const ground = inject('ground')
  const databaseName = `clinic_${randomUUID().replaceAll('-', '')}`
  const superuser = await connect(ground.superuser)
  await superuser.query(`create database ${databaseName} template ${ground.template} strategy ${ground.strategy} owner wardkeep_owner`)
  const inside = await connect({ ...ground.superuser, database: databaseName })

  const keyFolder = options.ownKeys ? await copied(ground.keyFolder) : ground.keyFolder
  const openKeys = () => openKeyStore({ folder: keyFolder, rootKey: parseRootKey(ground.rootKey) })
  const keys = await openKeys()
  const clock = options.clock ?? movableClock()
  const opened: { http: Http; connections: Connections }[] = []
  const open = async (another: { keys: KeyStore; clock: MovableClock }) => {
    const reached = { ...ground.app, database: databaseName }
    const connections = new Connections(options.through ? await options.through(reached) : reached, options.poolSize ?? 6)
    const { http, keep, metrics } = await (options.openApp ?? openApp)({
      profile: options.profile ?? 'demo',
      publicUrl: options.publicUrl ?? 'http://localhost:8080',
      corsOrigins: ['http://localhost:3000'],
      trustedProxies: options.trustedProxies ?? ['127.0.0.1'],
      webFolder: options.webFolder,
      version: '0.0.0-test',
      flags: options.flags ?? (options.profile === 'production' ? [] : ['anonymous-cases']),
      log: options.log ?? openLog('silent'),
      ...another,
      ...(options.accessTokenSeconds && { accessTokenSeconds: options.accessTokenSeconds }),
      connections,
      hashCost: options.hashCost ?? castHashCost,
      ...(options.breached && { breached: options.breached }),
      ...(options.mail && { mail: options.mail }),
      ...(options.floods && { floods: options.floods }),
      // Nobody listens there.
      egress: options.egress ?? { open: [], inside: ['http://127.0.0.1:9'] },
      ...(options.assistant && { assistant: options.assistant }),
    })
    opened.push({ http, connections })
    return { keep, connections, metrics, url: await http.listen({ host: '127.0.0.1', port: 0 }) }
  }
  const { keep, connections, metrics, url } = await open({ keys, clock })

  onTestFinished(async () => {
    for (const app of opened) {
      await app.http.close()
      await app.connections.close()
    }
    await inside.end()
    await superuser.query(`drop database if exists ${databaseName} with (force)`)
    await superuser.end()
  })

  const tokens = new Map<string, Promise<{ token: string; until: number }>>()
  const signIn = async (person: Person) => {
    const reply = await createClient({ baseUrl: url, credentials: { kind: 'bearer', token: () => undefined } }).login({
      body: { login: person.email, password: castPassword },
    })
    if (!('accessToken' in reply)) throw new Error(`${person.key} was not signed in`)
    return { token: reply.accessToken, until: clock.now().getTime() + reply.expiresIn * 1000 }
  }
  // What is handed out is used for a while: in a walk of minutes nobody's token ends between two steps.
  const inUse = 20_000
  const token = async (person: Person): Promise<string> => {
    const held = await tokens.get(person.key)
    if (held !== undefined && held.until - inUse > clock.now().getTime()) return held.token
    const fresh = signIn(person)
    tokens.set(person.key, fresh)
    return (await fresh).token
  }
  const who = (person: Person): Placed => {
    const placed = ground.world.people[person.key]
    if (placed === undefined) throw new Error(`${person.key} is not of the cast`)
    return placed
  }

  return {
    url,
    clock,
    keep,
    connections,
    databaseName,
    keys,
    keyFolder,
    metrics: () => metricsText(metrics),
    another: async () => (await open({ keys: options.ownKeys ? await openKeys() : keys, clock: options.otherClock ?? clock })).url,
    who,
    token,
    as: async (person) => {
      const bearer = await token(person)
      return createClient({ baseUrl: url, credentials: { kind: 'bearer', token: () => bearer } })
    },
    stranger: () => createClient({ baseUrl: url, credentials: { kind: 'bearer', token: () => undefined } }),
    cutDatabase: async () => {
      await superuser.query(`alter database ${databaseName} allow_connections false`)
      await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'wardkeep_app'`, [
        databaseName,
      ])
      return { back: async () => void (await superuser.query(`alter database ${databaseName} allow_connections true`)) }
    },
    asSystem: (person, act) => asSystem(keep, who(person).tenantId, clock.now(), act),
    sql: async (text, values = []) => (await inside.query<Record<string, unknown>>(text, values)).rows,
    sqlAsApp: async (context, text, values = []) => {
      const app = await connect({ ...ground.app, database: databaseName })
      try {
        await app.query('begin')
        for (const [name, value] of Object.entries(context)) await app.query('select set_config($1, $2, true)', [`wardkeep.${name}`, value])
        return (await app.query<Record<string, unknown>>(text, values)).rows
      } finally {
        await app.end()
      }
    },
    events: async (action) =>
      (
        await inside.query<Record<string, unknown>>(
          `select * from audit_events where $1::text is null or action::text = $1 order by sequence`,
          [action ?? null],
        )
      ).rows,
  }
}

/** The machine's clock, with a shift that a test can grow. */
function movableClock(): MovableClock {
  let shift = 0
  const clock = new DatabaseClock(() => Date.now() + shift)
  return {
    now: () => clock.now(),
    pass: (seconds) => {
      shift += seconds * 1000
    },
  }
}

async function copied(folder: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'wardkeep-keys-'))
  onTestFinished(() => rm(copy, { recursive: true, force: true }))
  await cp(folder, copy, { recursive: true })
  return copy
}

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config)
  // Tests cut connections: whoever asks by one learns it from the answer, and one that nobody asks by any more is not missed.
  client.on('error', () => undefined)
  await client.connect()
  return client
}
