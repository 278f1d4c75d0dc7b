// A server in small: runs PostgreSQL on the folder it is given and prints the number of every row once its commit is acknowledged.
import { Client } from 'pg'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

const [folder = '', rows = '0'] = process.argv.slice(2)
try {
  const postgres = await startEmbeddedPostgres(folder, { info: () => undefined, warn: () => undefined })
  const client = new Client(postgres.options('wardkeep_owner'))
  await client.connect()
  await client.query('create table if not exists acknowledged (number int primary key)')
  console.log('ready')
  for (let number = 1; number <= Number(rows); number++) {
    await client.query('insert into acknowledged values ($1)', [number])
    console.log(number)
  }
  process.exit(0)
} catch (error) {
  console.log(error instanceof Error ? error.message : error)
  process.exit(1)
}
