import { expect, test } from 'vitest'
import { bearer, from, fromElsewhere, pairOf, post, send } from '../src/features/identity/identity.fixture.ts'
import { Counter, Histogram, metricsText } from '../src/platform/metrics.ts'
import { openPrivateServer } from '../src/platform/private-server.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { castPassword, drAna, drIdan, max, paul, pia } from './people.ts'

test('[B303][B304][B307] failed sign-ins by reason, denials by reason and session anomalies are counted exactly as the journal has them, whatever fails at once', async () => {
  const clinic = await openClinic()
  await trouble(clinic)
  const told = readings(clinic.metrics())
  for (const [name, condition] of [
    ['wardkeep_sign_in_failures_total', `action in ('session.signed-in', 'session.second-factor') and outcome <> 'allowed'`],
    ['wardkeep_denials_total', `outcome = 'denied'`],
  ] as const) {
    const rows = await clinic.sql(`select reason, count(*)::integer as n from audit_events where ${condition} group by 1`)
    expect(rows.length, name).toBeGreaterThan(1)
    expect(told.get(name), name).toEqual(Object.fromEntries(rows.map(({ reason, n }) => [`reason="${reason}"`, n])))
  }
  const anomalies = await clinic.sql(
    `select action::text, count(*)::integer as n from audit_events where action in ('session.refresh-reused', 'passkey.counter-fell') group by 1`,
  )
  expect(anomalies).toHaveLength(1)
  expect(told.get('wardkeep_session_anomalies_total')).toEqual(
    Object.fromEntries(anomalies.map(({ action, n }) => [`event="${action}"`, n])),
  )
  const outcomes = await clinic.sql(
    `select outcome, count(*)::integer as n from audit_events where action <> 'system.seeded' and action <> 'system.imported' group by 1`,
  )
  expect(told.get('wardkeep_events_total')).toEqual(Object.fromEntries(outcomes.map(({ outcome, n }) => [`outcome="${outcome}"`, n])))
})

test('answers are timed by endpoint, batches and connections are counted, and nothing of a person is in any of it', async () => {
  const clinic = await openClinic()
  await trouble(clinic)
  const text = clinic.metrics()
  expect(text).toMatch(/^wardkeep_http_request_duration_seconds_count\{endpoint="GET \/api\/patients\/:id"\} [1-9]/m)
  expect(text).toMatch(/^wardkeep_read_batch_size_count [1-9]/m)
  expect(text).toMatch(/^wardkeep_database_connections\{state="write-open"\} [1-9]/m)
  expect(text).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}|Malley|198\.18|127\.0/)
})

test('the private server tells the metrics and nothing else', async () => {
  const counted = new Counter('failures_total', 'Failures.', 'reason')
  counted.add('a "b"\\\n')
  const sizes = new Histogram('sizes', 'Sizes.', [1, 2])
  for (const size of [1, 2, 5]) sizes.observe(size)
  const server = await openPrivateServer({ host: '127.0.0.1', port: 0 }, [counted, sizes])
  try {
    const url = `http://127.0.0.1:${server.port}`
    const answer = await fetch(`${url}/metrics`)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(await answer.text()).toBe(
      [
        '# HELP failures_total Failures.',
        '# TYPE failures_total counter',
        'failures_total{reason="a \\"b\\"\\\\\\n"} 1',
        '# HELP sizes Sizes.',
        '# TYPE sizes histogram',
        'sizes_bucket{le="1"} 1',
        'sizes_bucket{le="2"} 2',
        'sizes_bucket{le="+Inf"} 3',
        'sizes_sum 8',
        'sizes_count 3',
        '',
      ].join('\n'),
    )
    expect([(await fetch(`${url}/`)).status, (await fetch(`${url}/metrics`, { method: 'POST' })).status]).toEqual([404, 404])
  } finally {
    await server.close()
  }
  expect(metricsText([])).toBe('\n')
})

/** Sign-ins that fail for several reasons, a lock, what is refused, and a token in two hands. */
async function trouble(clinic: Clinic): Promise<void> {
  const path = '/api/auth/login'
  const wrong = { login: paul.email, password: 'Wrong-Horse-7-Battery' }
  await Promise.all(Array.from({ length: 12 }, () => post(clinic, path, wrong, fromElsewhere())))
  await post(clinic, path, { login: paul.email, password: castPassword }, fromElsewhere())
  await post(clinic, path, { login: 'nobody@harbour.test', password: castPassword }, from('203.0.113.9'))
  await post(clinic, path, { login: '' })
  const { refreshToken } = await pairOf(clinic, drAna)
  await clinic.stranger().refresh({ body: { refreshToken } })
  clinic.clock.pass(11)
  await post(clinic, '/auth/refresh', { refreshToken })
  const idan = bearer(await clinic.token(drIdan))
  const admin = bearer(await clinic.token(max))
  const chart = `/api/patients/${clinic.who(pia).patientId}`
  await Promise.all([1, 2, 3, 4].map(() => send(clinic, 'GET', chart, { headers: idan })))
  await Promise.all([1, 2, 3].map(() => send(clinic, 'GET', chart, { headers: admin })))
  await send(clinic, 'GET', '/api/audit/events', { headers: idan })
}

/** Name → labels → value, of the counters. */
function readings(text: string): Map<string, Record<string, number>> {
  const found = new Map<string, Record<string, number>>()
  for (const [, name = '', labels = '', value] of text.matchAll(/^(\w+)\{([^}]*)\} (\d+)$/gm))
    found.set(name, { ...found.get(name), [labels]: Number(value) })
  return found
}
