import { expect, test } from 'vitest'
import { openClinic } from './clinic.ts'

test('[A81] health says ok and no more, to anybody, and readiness turns 503 with the database gone and back by itself', async () => {
  const clinic = await openClinic()
  for (const path of ['/health/live', '/health/ready', '/health/ready/']) {
    const answer = await fetch(clinic.url + path)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('{"status":"ok"}')
    const said = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    expect(said).not.toMatch(/postgres|fastify|node|wardkeep|server:|x-powered-by/i)
  }

  const database = await clinic.cutDatabase()
  const down = await fetch(`${clinic.url}/health/ready`)
  expect(down.status).toBe(503)
  expect(await down.json()).toMatchObject({ code: 'UNAVAILABLE', title: 'The clinic cannot answer right now; nothing was changed' })
  expect((await fetch(`${clinic.url}/health/live`)).status).toBe(200)

  await database.back()
  expect((await fetch(`${clinic.url}/health/ready`)).status).toBe(200)
})
