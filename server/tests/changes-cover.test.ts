// Every act that changes something of a patient leaves the digests of it, or stands in a list that was read.
import { api, type Endpoint } from '@wardkeep/contract'
import { shownBy } from '@wardkeep/contract/audit.ts'
import { expect, test } from 'vitest'
import { openClinic } from './clinic.ts'
import { setStage } from './stage.ts'
import { stories } from './stories.ts'

/** What changes nothing of what is kept of a patient: who may see it for a while, what was thought of that, and questions that only read. */
const withoutContent: string[] = []

const endpoints = new Map<string, Endpoint>(Object.entries(api))

test('[B107 part] every endpoint of the contract that changes data of a patient leaves digests of before and after in its one event', async () => {
  const clinic = await openClinic()
  const stage = await setStage(clinic)
  const changing = Object.entries(stories).filter(([name]) => {
    const { method = 'GET', audit = 'none' } = endpoints.get(name) ?? {}
    return method !== 'GET' && (audit === 'patient.updated' || Object.hasOwn(shownBy, audit))
  })
  const bare: string[] = []
  for (const [name, tell] of changing) {
    await tell(stage)
    const audit = endpoints.get(name)?.audit ?? 'none'
    const [event] = await clinic.sql(
      `select change is not null as digested from audit_events where action = $1 and outcome = 'allowed' order by at desc, id desc limit 1`,
      [audit],
    )
    if (event?.digested !== true) bare.push(name)
  }
  expect(changing.length).toBeGreaterThan(30)
  expect(bare.sort()).toEqual(withoutContent)
}, 120_000)
