// `npm start`: a current web app, then the server in this same process, so that a signal reaches it directly.
import { buildWebApp } from './web-app.ts'

try {
  await buildWebApp()
} catch (error) {
  console.error('\nThe web app could not be built, so the server was not started.')
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
await import('../server/src/main.ts')
