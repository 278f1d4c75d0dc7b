#!/usr/bin/env node
// The `wardkeep` command. It is plain JavaScript, since the Node that meets it may be too old to strip types.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const oldestNode = 24
const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const shippedNode = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= oldestNode) await import('./main.ts')
else if (existsSync(shippedNode) && !process.env.WARDKEEP_NODE_CHOSEN) throughShippedNode()
else
  stop(
    `Wardkeep needs Node ${oldestNode} or newer; this is Node ${process.versions.node} and npm found none to bring along for ${process.platform}.`,
  )

function throughShippedNode() {
  const env = { ...process.env, WARDKEEP_NODE_CHOSEN: '1' }
  const child = spawn(shippedNode, [main, ...process.argv.slice(2)], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => stop(`The Node that npm brought along does not run here: ${error.message}`))
  child.on('exit', (code) => process.exit(code ?? 1))
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
