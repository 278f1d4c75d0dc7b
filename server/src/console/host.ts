// What every host verb stands on: the same settings, keys and database as the server, beside it or without it.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, readConfig } from '../config/config.ts'
import { readSettings } from '../config/env.ts'
import { Secrets } from '../config/secrets.ts'
import type { Clock } from '../platform/clock.ts'
import { openLog } from '../platform/log.ts'
import { Recorder } from '../security/audit/recorder.ts'
import { Database } from '../security/database.ts'
import type { Keep } from '../security/keep.ts'
import { type KeyStore, OpaqueSecrets, Signers, Vault } from '../security/vault/index.ts'
import { joinGround } from '../start-up.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import type { Streams } from './streams.ts'

export type Host = {
  keep: Keep
  keys: KeyStore
  clock: Clock
  tenantIds: string[]
  secrets: OpaqueSecrets
  signers: Signers
  publicUrl: string
  /** Whether a server of these settings sends what waits in the outbox, or keeps it where it can be looked at. */
  mails: boolean
  close(): Promise<void>
}

/** The settings, as a server reads them; refuses in the sentences of a start. */
export function readHost(): { config: Config; secrets: Secrets; quiet: boolean } {
  const settings = readSettings()
  const config = readConfig(settings)
  const secrets = new Secrets(settings)
  if (settings.problems.length > 0) throw new CannotGoOn(...settings.problems)
  return { config, secrets, quiet: settings.text('LOG_LEVEL') === undefined }
}

/** Opens the installation that the settings name. Refuses in the sentences of a start where it cannot, or where none stands yet. */
export async function openHost({ err }: Streams): Promise<Host> {
  const { config, secrets, quiet } = readHost()
  const log = openLog(quiet ? 'error' : config.logLevel, { write: (line) => void err.write(line) })
  const ground = await joinGround(config, secrets, log).catch((cause: unknown) => {
    throw new CannotGoOn(cause instanceof Error ? cause.message : 'The database could not be opened.')
  })
  const vault = new Vault(ground.keys)
  const nobodySignsIn = async () => undefined
  return {
    keep: { vault, db: new Database(ground.connections, new Recorder(vault), nobodySignsIn) },
    keys: ground.keys,
    clock: ground.clock,
    secrets: new OpaqueSecrets(ground.keys),
    signers: new Signers(ground.keys),
    publicUrl: config.publicUrl,
    mails: config.profile === 'demo' || secrets.smtpUrl !== undefined,
    tenantIds: await tenantsOf(join(config.dataFolder, 'keys')),
    close: ground.close,
  }
}

/** The tenants that have keys (docs/formats/key-store.md); row security shows no organisation before its tenant is named. */
async function tenantsOf(keyFolder: string): Promise<string[]> {
  const names = await readdir(join(keyFolder, 'tenants')).catch(() => [])
  return names.flatMap((name) => /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/.exec(name)?.[1] ?? [])
}
