import { expect, test } from 'vitest'
import { from, fromElsewhere, post } from '../src/features/identity/identity.fixture.ts'
import { insertAccount } from '../src/features/identity/index.ts'
import { leastHashCost, Passwords } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { cast, castPassword, max, mira, pia, rita } from './people.ts'

const password = 'Wrong-Horse-7-Battery'

test('[T13][F7] of two times two thousand sign-ins with a wrong password, the time of an answer does not tell a known name from an unknown one', async () => {
  const clinic = await openClinic({ hashCost: leastHashCost })
  // Her hash is of that cost from her first sign-in on.
  await clinic.as(pia)
  const [known, unknown] = await timedInTurn(clinic, 2000, (kind) => [
    '/api/auth/login',
    { login: kind === 'known' ? pia.email : 'nobody@harbour.test', password },
    401,
  ])
  expect(Math.abs(median(known) / median(unknown) - 1)).toBeLessThan(0.1)
  mustTellNothing(known, unknown)
})

test('[B80] the time of an answer does not tell whether a registration made an account, nor does its body; and both limits hold in a burst', async () => {
  const clinic = await openClinic({ hashCost: leastHashCost })
  const [taken, free] = await timedInTurn(clinic, 300, (kind, n) => [
    '/api/auth/register',
    { email: kind === 'known' ? pia.email : `free${n}@example.test`, password: castPassword, displayName: 'N. Nord' },
    202,
  ])
  mustTellNothing(taken, free)
  await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_failed_names')
  const ask = (n: number, headers: Record<string, string>) =>
    post(clinic, '/api/auth/register', { email: `burst${n}@example.test`, password: castPassword, displayName: 'N' }, headers)
  const here = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(n, from('203.0.113.5'))))
  expect(here.filter(({ status }) => status === 202)).toHaveLength(5)
  const everywhere = await Promise.all(Array.from({ length: 120 }, (_, n) => ask(100 + n, fromElsewhere())))
  expect(everywhere.filter(({ status }) => status === 202)).toHaveLength(95)
})

test('[T30] one try at each of five thousand accounts from twenty addresses in a day, every hundredth of them somebody’s, slowly enough that no five fall into five minutes, is judged twenty times an address and then once an hour at most, and both organisations are alerted', async () => {
  const clinic = await openClinic()
  let judged = 0
  let alertedAt = 0
  for (let n = 0; n < 5000; n += 1) {
    const login = (n % 100 === 0 && cast[(n / 100) % cast.length]?.email) || `somebody${n}@harbour.test`
    const answer = await post(clinic, '/api/auth/login', { login, password }, from(`203.0.113.${n % 20}`))
    expect([401, 429]).toContain(answer.status)
    if (answer.status === 401) judged += 1
    if (alertedAt === 0 && n % 20 === 0 && (await sprayings(clinic)).length > 0) alertedAt = n
    if (n % 20 === 19) clinic.clock.pass(345)
  }
  expect(judged).toBeLessThanOrEqual(20 * (20 + 24))
  expect(alertedAt).toBeGreaterThan(0)
  expect(alertedAt).toBeLessThanOrEqual(120)
  for (const admin of [max, mira]) expect(await sprayings(clinic)).toContain(clinic.who(admin).tenantId)
})

test('[T30] one try at each of five thousand accounts that stand, as fast as can be from four addresses and from two hundred, through two processes, is judged five times an address at once and at five names more, so that of those who have the very password few are found; every organisation is alerted, and nobody elsewhere is shut out', async () => {
  for (const sources of [4, 200]) {
    const clinic = await openClinic({ poolSize: 12 })
    const doors = [clinic, { url: await clinic.another() }]
    await fiveThousand(clinic)
    const statuses: number[] = []
    for (let first = 0; first < 5000; first += 20) {
      const batch = Array.from({ length: 20 }, (_, n) => first + n)
      const answers = batch.map((n) =>
        post(
          doors[n % 2] ?? clinic,
          '/api/auth/login',
          { login: `clerk${n}@harbour.test`, password: sprayed },
          from(`198.51.${n % sources}.7`),
        ),
      )
      statuses.push(...(await Promise.all(answers)).map(({ status }) => status))
    }
    const judged = statuses.filter((status) => status !== 429).length
    expect(judged, `${sources} addresses`).toBeLessThanOrEqual(sources * 5 + 100)
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(Math.ceil(judged / 40))
    for (const admin of [max, mira]) expect(await sprayings(clinic)).toContain(clinic.who(admin).tenantId)
    expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, from('203.0.113.77'))).status).toBe(200)
  }
})

const sprayed = 'Harvest-Kettle-3-Ocean'

/** Accounts of the staff, of which one in a hundred has the password that is tried. */
async function fiveThousand(clinic: Clinic): Promise<void> {
  const { tenantId, userId } = clinic.who(rita)
  const [row] = await clinic.sql('select password_hash from users where id = $1', [userId])
  const passwords = new Passwords(clinic.keys)
  const weak = await passwords.hash(sprayed)
  await clinic.asSystem(rita, async (tx) => {
    for (let n = 0; n < 5000; n += 1) {
      const passwordHash = n % 101 === 50 ? weak : String(row?.password_hash)
      const now = clinic.clock.now()
      const account = { email: `clerk${n}@harbour.test`, displayName: 'C. Clerk', language: 'en', role: 'reception' as const, passwordHash }
      await insertAccount(tx, clinic.keep, { ...account, tenantId, emailVerifiedAt: now, now })
    }
  })
}

async function sprayings(clinic: Clinic): Promise<unknown[]> {
  return (await clinic.sql(`select tenant_id from alerts where kind = 'spraying'`)).map(({ tenant_id }) => tenant_id)
}

type Asked = [path: string, body: object, status: number]

/** Times both kinds in a random order, so that neither always comes after the other; counters are emptied before they lock. */
async function timedInTurn(
  clinic: Clinic,
  pairs: number,
  asked: (kind: 'known' | 'unknown', n: number) => Asked,
): Promise<[number[], number[]]> {
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let n = -20; n < pairs; n += 1) {
    const kinds = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const kind of kinds) {
      const [path, body, status] = asked(kind, n)
      const begun = performance.now()
      const answer = await post(clinic, path, body, fromElsewhere())
      const ms = performance.now() - begun
      expect(answer.status, kind).toBe(status)
      if (n >= 0) times[kind].push(ms)
    }
    if (n % 2 === 0) await clinic.sql('delete from sign_in_attempts')
  }
  return [times.known, times.unknown]
}

/** The area under the ROC curve (Mann and Whitney, 1947), within what the threat model allows; for fewer pairs by their standard error more. */
function mustTellNothing(one: readonly number[], other: readonly number[]): void {
  let longer = 0
  for (const a of one) for (const b of other) longer += a > b ? 1 : a === b ? 0.5 : 0
  const auc = longer / (one.length * other.length)
  const error = Math.sqrt((one.length + other.length + 1) / (12 * one.length * other.length))
  expect(Math.abs(auc - 0.5)).toBeLessThan(Math.max(0.03, 2.6 * error))
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
