import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { assign, note } from '../src/features/records/records.fixture.ts'
import { booked } from '../src/features/scheduling/visits.fixture.ts'
import { openClinic } from './clinic.ts'
import { drAna, drIdan, type Person, paul, pia } from './people.ts'

const pairs = 160

test('[B204-207 part] what is another’s cannot be told from what never was by status, body or headers, nor by a time that stands out from the noise of the answers', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const visit = await booked(clinic, pia, drAna)
  const ana = await clinic.as(drAna)
  const { patientId = '' } = clinic.who(pia)
  const record = await ana.createRecord({ body: { patientId, ...note } })
  await ana.signRecord({ params: { id: record.id }, body: {} })
  const asked: [Person, string, string][] = [
    [drIdan, '/api/patients/', patientId],
    [paul, '/api/patients/', patientId],
    [drIdan, '/api/records/', record.id],
    [paul, '/api/appointments/', visit.id],
  ]
  const told: string[] = []
  for (const [person, path, id] of asked) {
    const headers = { authorization: `Bearer ${await clinic.token(person)}` }
    const times = { foreign: [] as number[], missing: [] as number[] }
    const said = new Set<string>()
    for (let round = -20; round < pairs; round += 1) {
      // In a random order, so that neither kind always comes after the other.
      const kinds = Math.random() < 0.5 ? (['foreign', 'missing'] as const) : (['missing', 'foreign'] as const)
      for (const kind of kinds) {
        const begun = performance.now()
        const answer = await fetch(clinic.url + path + (kind === 'foreign' ? id : randomUUID()), { headers })
        const body = await answer.text()
        if (round >= 0) times[kind].push(performance.now() - begun)
        said.add(answerOf(answer, body))
      }
    }
    expect([...said], `${person.key} ${path}`).toHaveLength(1)
    expect([...said][0]).toMatch(/^404 .*NOT_FOUND/)
    const share = auc(times.foreign, times.missing)
    // Where both take alike the share is 0.5, with a standard error of 0.032 for so many pairs (Mann and Whitney, 1947).
    if (Math.abs(share - 0.5) > 0.15) told.push(`${person.key} ${path}: ${share.toFixed(3)}`)
  }
  expect(told).toEqual([])
}, 60_000)

/** All that a caller sees of an answer but the number of the request, the moment, and how much of the limits is left. */
function answerOf(answer: Response, body: string): string {
  const headers = [...answer.headers].filter(([name]) => !/^(x-request-id|date|ratelimit.*|content-security-policy.*)$/.test(name))
  return `${answer.status} ${body.replaceAll(answer.headers.get('x-request-id') ?? '-', '')} ${JSON.stringify(headers)}`
}

/** The share of pairs in which the first kind took longer; equal times count half. */
function auc(one: readonly number[], other: readonly number[]): number {
  let longer = 0
  for (const a of one) for (const b of other) longer += a > b ? 1 : a === b ? 0.5 : 0
  return longer / (one.length * other.length)
}
