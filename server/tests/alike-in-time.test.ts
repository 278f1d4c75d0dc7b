// What is another's and what never was: one answer, for the same work. Its time is measured in alike-in-time.nightly.ts.
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openClinic } from './clinic.ts'
import { foreignThings, seenOf } from './foreign.fixture.ts'
import { watched } from './statements.fixture.ts'

test('[B204-207 part] what is another’s cannot be told from what never was by status, body or headers, and asks the database for the same, statement by statement', async () => {
  const clinic = await openClinic()
  const statements = watched()
  for (const { person, path, id } of await foreignThings(clinic)) {
    const headers = { authorization: `Bearer ${await clinic.token(person)}` }
    const told = async (asked: string) => {
      statements.length = 0
      const answer = await fetch(clinic.url + path + asked, { headers })
      return { seen: seenOf(answer.status, answer.headers, await answer.text()), did: statements.join() }
    }
    await told(randomUUID())
    const missing = await told(randomUUID())
    let foreign = await told(id)
    // The server’s own rounds may fall into one of them, but not into one after the other.
    for (let again = 0; again < 3 && foreign.did !== missing.did; again += 1) foreign = await told(id)
    expect(foreign, `${person.key} ${path}`).toEqual(missing)
    expect(foreign.seen).toMatch(/^404 .*NOT_FOUND/)
    expect(foreign.did.split(',').length).toBeGreaterThan(3)
  }
})
