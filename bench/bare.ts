// The ceiling: Fastify and the driver, one named SELECT by id of a plain row; no sign-in, no row security, no encryption, no journal.
import { fastify } from 'fastify'
import pg from 'pg'
import { readReach } from './reach.ts'

const reach = readReach()
const pool = new pg.Pool({ ...reach.app, max: 8 })
const http = fastify()
http.get<{ Params: { id: string } }>('/api/patients/:id', async (request, reply) => {
  const { rows } = await pool.query<{ reply: string }>({
    name: 'bare',
    text: 'select reply from bare_patients where id = $1',
    values: [request.params.id],
  })
  return reply.type('application/json').send(rows[0]?.reply)
})
await http.listen({ host: '127.0.0.1', port: reach.port })
console.log('ready')
process.on('SIGTERM', () => process.exit(0))
