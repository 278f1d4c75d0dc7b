// `npm run dev`: the server, started again when a source changes, beside Vite's own server for the web app.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from './root.ts'

const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/src/main.ts'], { cwd: root, stdio: 'inherit' })
const vite = await createServer({ root: join(root, 'web') })
await vite.listen()
vite.printUrls()

// The first signal ends both; the server may need a moment to close its database.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.kill(signal))
server.on('exit', async (code) => {
  await vite.close()
  process.exit(code ?? 0)
})
