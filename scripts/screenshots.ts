// `npm run screenshots`: the browser journey, taking the README's pictures on its way.
import { spawn } from 'node:child_process'
import { buildWebApp } from './web-app.ts'

await buildWebApp()
const child = spawn('vitest', ['run', '--project', 'journeys'], { stdio: 'inherit', env: { ...process.env, WARDKEEP_PICTURES: '1' } })
child.on('exit', (code) => process.exit(code ?? 1))
