import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, max, mira } from '../../../tests/people.ts'
import { DatabaseClock } from '../../platform/clock.ts'
import { challengeFor, codeAt, enrol, pairOf, post } from '../identity/identity.fixture.ts'
import { mostApartMs, tellOfClocks } from './index.ts'

test('[V6.5.8] codes of an app go by the time of the server, whatever time a caller claims; a host whose clock is more than five seconds from the database’s is an alert in every organisation, once a day', async () => {
  const clinic = await openClinic()
  const { secret } = await enrol(clinic, (await pairOf(clinic, drAna)).accessToken)
  clinic.clock.pass(60)
  const enter = async (at: Date, claimed: Record<string, string>, more: object = {}) => {
    const { challenge } = await challengeFor(clinic, drAna)
    return (await post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code: codeAt(secret, at), ...more }, claimed)).status
  }
  const later = new Date(clinic.clock.now().getTime() + 600_000)
  const claims = {
    date: later.toUTCString(),
    'x-date': later.toISOString(),
    'x-timestamp': String(later.getTime()),
    'x-request-start': `t=${later.getTime()}`,
  }
  expect(await enter(later, claims)).toBe(401)
  for (const name of ['now', 'time', 'timestamp', 'date'])
    expect(await enter(later, claims, { [name]: later.toISOString() }), name).toBe(400)
  expect(await enter(clinic.clock.now(), claims)).toBe(200)

  const apart = async (ms: number) => {
    const clock = new DatabaseClock(() => 1_000_000 + ms)
    await clock.measure(async () => 1_000_000)
    return clock.apartMs()
  }
  expect([await apart(5001), await apart(-5001), await apart(0)]).toEqual([5001, 5001, 0])
  let asked = 0
  const slow = new DatabaseClock(() => (asked++ === 0 ? 0 : 12_000))
  await slow.measure(async () => 12_000)
  expect(slow.apartMs()).toBe(0)

  const keep = { ...clinic.keep, publicUrl: 'http://localhost:8080' }
  const tell = async (ms: number) => tellOfClocks(keep, clinic.clock.now(), await apart(ms))
  expect(mostApartMs).toBe(5000)
  expect([await tell(5000), await tell(5001), await tell(-60_000)]).toEqual([0, 2, 0])
  for (const admin of [max, mira]) {
    const client = await clinic.as(admin)
    expect((await client.listAlerts({ query: { kind: 'clocks-apart' } })).items).toMatchObject([{ severity: 'high', state: 'open' }])
    const { items } = await client.listMailbox({ query: {} })
    expect(items.filter(({ template }) => template === 'alert')).toMatchObject([{ to: admin.email }])
  }
  expect(await clinic.events('alert.raised')).toMatchObject([{ rule: 'system:alert:clocks-apart' }, { rule: 'system:alert:clocks-apart' }])
  clinic.clock.pass(86_400)
  expect(await tell(5001)).toBe(2)
})
