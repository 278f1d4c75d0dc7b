// The ceiling: Fastify, the driver and one named statement for each act; no row security, no encryption, no journal, nobody signed in.
import { randomUUID } from 'node:crypto'
import { fastify } from 'fastify'
import pg from 'pg'
import { openKeyStore, Passwords, parseRootKey } from '../server/src/security/vault/index.ts'
import { readReach } from './reach.ts'

const reach = readReach()
const pool = new pg.Pool({ ...reach.app, max: 8 })
const passwords = new Passwords(await openKeyStore({ folder: reach.keyFolder, rootKey: parseRootKey(reach.rootKey) }))
const http = fastify()

const text = { type: 'string' }
const integer = { type: 'integer' }
const facts = { displayName: text, birthDate: text, sex: text, insuranceId: text, email: text, phone: text, address: text }
const chart = { type: 'object', properties: { id: text, ...facts, language: text, version: integer } }
const charts = { type: 'object', properties: { items: { type: 'array', items: chart } } }
const columns = 'p.id, "displayName", "birthDate", sex, "insuranceId", email, phone, address, language, version'

http.get<{ Params: { id: string } }>('/api/patients/:id', { schema: { response: { 200: chart } } }, async ({ params }) => {
  const [row] = await run('read', `select ${columns} from bare_patients p where id = $1`, [params.id])
  return row
})

http.get<{ Querystring: { doctor: string; name?: string } }>(
  '/api/patients',
  { schema: { response: { 200: charts } } },
  async ({ query }) => {
    const mine = `from bare_care c join bare_patients p on p.id = c.patient_id where c.doctor_id = $1`
    const items =
      query.name === undefined
        ? await run('list', `select ${columns} ${mine} order by c.patient_id limit 25`, [query.doctor])
        : await run(
            'search',
            `select ${columns} ${mine} and lower(split_part("displayName", ' ', 2)) like $2 order by c.patient_id limit 25`,
            [query.doctor, `${query.name.toLowerCase()}%`],
          )
    return { items }
  },
)

type Booking = { doctorId: string; patientId: string; start: string; end: string; reason: string }
http.post<{ Body: Booking }>('/api/appointments', async ({ body }, reply) => {
  const id = randomUUID()
  await run('book', 'insert into bare_visits (id, doctor_id, patient_id, during, reason) values ($1, $2, $3, tstzrange($4, $5), $6)', [
    id,
    body.doctorId,
    body.patientId,
    body.start,
    body.end,
    body.reason,
  ])
  return reply.code(201).send({ id, ...body })
})

http.post<{ Body: { login: string; password: string } }>('/api/auth/login', async ({ body }, reply) => {
  const [account] = await run('account', 'select id, password_hash from bare_accounts where login = $1', [body.login])
  if (!(await passwords.verify(String(account?.password_hash), body.password))) return reply.code(401).send({})
  const id = randomUUID()
  await run('session', 'insert into bare_sessions (id, account_id) values ($1, $2)', [id, account?.id])
  return { accessToken: id }
})

await http.listen({ host: '127.0.0.1', port: reach.port })
console.log('ready')
process.on('SIGTERM', () => process.exit(0))

async function run(name: string, statement: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query<Record<string, unknown>>({ name, text: statement, values })
  return rows
}
