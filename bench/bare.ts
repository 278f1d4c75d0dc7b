// The ceiling: Fastify and the driver, one named SELECT by id of a plain row; no sign-in, no row security, no encryption, no journal.
import { fastify } from 'fastify'
import pg from 'pg'
import { readReach } from './reach.ts'

const reach = readReach()
const pool = new pg.Pool({ ...reach.app, max: 8 })
const http = fastify()
const text = { type: 'string' }
const properties = {
  id: text,
  displayName: text,
  birthDate: text,
  sex: text,
  insuranceId: text,
  email: text,
  phone: text,
  address: text,
  language: text,
  version: { type: 'integer' },
}
http.get<{ Params: { id: string } }>(
  '/api/patients/:id',
  { schema: { response: { 200: { type: 'object', properties } } } },
  async (request) => {
    const { rows } = await pool.query<Record<string, unknown>>({
      name: 'bare',
      text: 'select id, "displayName", "birthDate", sex, "insuranceId", email, phone, address, language, version from bare_patients where id = $1',
      values: [request.params.id],
    })
    return rows[0]
  },
)
await http.listen({ host: '127.0.0.1', port: reach.port })
console.log('ready')
process.on('SIGTERM', () => process.exit(0))
