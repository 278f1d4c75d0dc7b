// What the database hands to the server at all, watched on the wire: not what the server then tells.
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openClinic } from './clinic.ts'
import { cast } from './people.ts'
import { aboutOf, expectedOf, makeThings, readMatrix, step, walked } from './walk.ts'

test('[B26] nothing is fetched and then filtered: of everything that somebody asks for and may not have, no row ever leaves the database', async () => {
  const clinic = await openClinic()
  const world = await makeThings(clinic)
  const matrix = await readMatrix()
  const reads = walked.filter(
    ([name, endpoint]) => endpoint.method === 'GET' && ['patient', 'appointment', 'record'].includes(aboutOf(name, endpoint) ?? ''),
  )
  const rows = watchRows()
  const fetched: string[] = []
  let [denied, shown] = [0, 0]
  for (const person of cast) {
    await clinic.token(person)
    for (const pair of reads) {
      const [name, endpoint] = pair
      for (const thing of world.things.filter(({ type }) => type === aboutOf(name, endpoint))) {
        rows.length = 0
        const expected = expectedOf(matrix, clinic, person, pair, thing)
        await step({ url: clinic.url, token: clinic.token }, world, person, pair, thing)
        const isThere = rows.some((row) => row.includes(thing.id))
        if (expected === 404 || expected === 403) {
          denied += 1
          if (isThere) fetched.push(`${person.key} ${name} ${thing.organisation} ${thing.type} ${thing.state ?? ''}`)
        } else if (isThere) shown += 1
      }
    }
  }
  expect(fetched).toEqual([])
  // The watch sees what is there to be seen.
  expect(denied).toBeGreaterThan(150)
  expect(shown).toBeGreaterThan(20)
}, 120_000)

/** Every row of every answer that reaches this process from PostgreSQL from now on, its columns in one text. */
function watchRows(): string[] {
  const rows: string[] = []
  const emit = pg.Connection.prototype.emit
  pg.Connection.prototype.emit = function (event: string | symbol, ...told: unknown[]) {
    const [message] = told
    if (event === 'dataRow') rows.push(fieldsOf(message).join(' '))
    return emit.call(this, event, ...told)
  }
  onTestFinished(() => {
    pg.Connection.prototype.emit = emit
  })
  return rows
}

function fieldsOf(message: unknown): string[] {
  const fields: unknown = Object(message).fields
  return Array.isArray(fields) ? fields.map(String) : []
}
