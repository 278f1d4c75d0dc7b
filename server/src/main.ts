// Configuration → ground → app → listen → close with grace.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openApp } from './app.ts'
import { readConfig } from './config/config.ts'
import { readSettings } from './config/env.ts'
import { Secrets } from './config/secrets.ts'
import { makeDemoClinic } from './demo/demo.ts'
import { openLog } from './platform/log.ts'
import { openPrivateServer } from './platform/private-server.ts'
import { startTending } from './security/token-rotation.ts'
import { layGround, mustBeFree, openBreached } from './start-up.ts'

const settings = readSettings()
const config = readConfig(settings)
const secrets = new Secrets(settings)
if (settings.problems.length > 0) giveUp(settings.problems)

const log = openLog(config.logLevel)
try {
  await mustBeFree(config.host, config.port)
  const breached = await openBreached(config)
  const ground = await layGround(config, secrets, log)
  const { mailFrom: from } = config
  const mail = secrets.smtpUrl !== undefined && from !== undefined ? { smtpUrl: secrets.smtpUrl, from } : undefined
  const assistant = config.assistant && { ...config.assistant, key: secrets.aiKey }
  const app = await openApp({
    ...config,
    ...ground,
    mail,
    assistant,
    breached,
    webFolder: await builtWebApp(),
    version: await version(),
    log,
  })
  const accounts = config.profile === 'demo' ? await makeDemoClinic({ ...app, ...ground, dataFolder: config.dataFolder }) : undefined

  const { tokenKeyDays: days } = config
  const stopTending = startTending({ keep: app.keep, keys: ground.keys }, { clock: ground.clock, days, log })
  const metrics = config.privateServer && (await openPrivateServer(config.privateServer, app.metrics))

  let closing = false
  const close = async (code: number) => {
    if (closing) return
    closing = true
    stopTending()
    await metrics?.close()
    await app.http.close()
    await ground.close()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close(0))
  void ground.databaseDied.then(() => {
    if (closing) return
    log.error('the embedded PostgreSQL ended, so the server ends too')
    void close(1)
  })

  await app.http.listen({ host: config.host, port: config.port })
  console.log(`\nWardkeep is open at ${config.publicUrl}\n${accounts === undefined ? '' : `\n${accounts}`}`)
} catch (cause) {
  giveUp([cause instanceof Error ? cause.message : 'Wardkeep could not start.'])
}

function giveUp(sentences: readonly string[]): never {
  console.error(`\nWardkeep did not start:\n${sentences.map((sentence) => `  - ${sentence}`).join('\n')}\n`)
  process.exit(1)
}

async function builtWebApp(): Promise<string | undefined> {
  const folder = fileURLToPath(new URL('../../web/dist', import.meta.url))
  return readFile(`${folder}/index.html`).then(
    () => folder,
    () => undefined,
  )
}

async function version(): Promise<string> {
  const about: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  return about !== null && typeof about === 'object' && 'version' in about && typeof about.version === 'string' ? about.version : '0.0.0'
}
