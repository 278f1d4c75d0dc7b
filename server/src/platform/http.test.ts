import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { openHttp } from './http.ts'
import { openLog } from './log.ts'

test('a server that stops does not wait for a browser that connected and asked nothing', async () => {
  const http = await openHttp({ log: openLog('silent'), corsOrigins: [], trustedProxies: [], first: () => {} })
  const { port } = new URL(await http.listen({ host: '127.0.0.1', port: 0 }))
  const connected = once(http.server, 'connection')
  const socket = connect(Number(port), '127.0.0.1')
  await Promise.all([once(socket, 'connect'), connected])
  const ended = once(socket, 'close')
  await http.close()
  await ended
  expect(socket.destroyed).toBe(true)
})
