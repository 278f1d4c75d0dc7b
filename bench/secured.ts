// The product as it runs, without its web app: one process, told where its ground is by its environment.
import { openApp } from '../server/src/app.ts'
import { DatabaseClock } from '../server/src/platform/clock.ts'
import { Connections } from '../server/src/platform/database.ts'
import { openLog } from '../server/src/platform/log.ts'
import { openKeyStore, parseRootKey } from '../server/src/security/vault/index.ts'
import { readReach } from './reach.ts'

const reach = readReach()
const connections = new Connections(reach.app)
const clock = new DatabaseClock()
await clock.measure(() => connections.time())
const { http } = await openApp({
  profile: 'demo',
  publicUrl: `http://127.0.0.1:${reach.port}`,
  corsOrigins: [],
  trustedProxies: reach.trustedProxies ?? [],
  webFolder: undefined,
  version: 'bench',
  log: openLog('warn'),
  clock,
  keys: await openKeyStore({ folder: reach.keyFolder, rootKey: parseRootKey(reach.rootKey) }),
  connections,
  // One machine asks for everybody here.
  floods: { door: 1_000_000_000, public: 1_000_000_000, unrecognised: 1_000_000_000 },
})
await http.listen({ host: '127.0.0.1', port: reach.port })
console.log('ready')
process.on('SIGTERM', () => void http.close().then(() => process.exit(0)))
