// A clock that is wrong, or goes back, brings nothing back that was over.
import { expect, test } from 'vitest'
import { addGuarded, bearer, challengeOf, codeAt, knows, pairOf, post, send } from '../src/features/identity/identity.fixture.ts'
import { freeTime } from '../src/features/scheduling/visits.fixture.ts'
import { DatabaseClock } from '../src/platform/clock.ts'
import { goOnFromLatest, keepTime, keptEveryMs } from '../src/security/latest-time.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { tokenIn } from './mail-server.ts'
import { max, pia } from './people.ts'

const day = 86_400

test('[T38] a machine whose clock is ten minutes fast or slow goes by the database’s time: tokens live as long as everywhere, and what is over is over', async () => {
  for (const wrong of [600_000, -600_000]) {
    let passed = 0
    const measured = new DatabaseClock(() => Date.now() + wrong + passed)
    const pass = (seconds: number) => {
      passed += seconds * 1000
    }
    const clock = { now: () => measured.now(), pass }
    const clinic = await openClinic({ clock })
    await measured.measure(() => clinic.connections.time())
    const { accessToken } = await pairOf(clinic, pia)
    // From where a fast clock was before it was measured, time does not go back.
    const [row] = await clinic.sql('select abs(extract(epoch from created_at - now()))::integer as off from sessions')
    expect(Number(row?.off)).toBeLessThanOrEqual(2)
    clinic.clock.pass(298)
    expect(await knows(clinic, accessToken)).toBe(200)
    clinic.clock.pass(4)
    expect(await knows(clinic, accessToken)).toBe(401)
    await mustBeOver(clinic, await everythingOver(clinic))
  }
}, 60_000)

test('[T38] when the clock of a running server jumps back, by minutes or a day, no token, code, challenge, session, link or hold lives again, and signing in goes on', async () => {
  for (const back of [-600, -day]) {
    const clinic = await openClinic()
    const over = await everythingOver(clinic)
    await mustBeOver(clinic, over)
    clinic.clock.pass(back)
    await mustBeOver(clinic, over)
    expect(await knows(clinic, (await pairOf(clinic, pia)).accessToken)).toBe(200)
  }
})

test('[T38] when the clock went back before a start, by minutes or a day, the server goes on from the latest time that was kept, so that nothing of all this lives again, and goes by the clock once that has caught up', async () => {
  for (const back of [600, day]) {
    const started = { clock: new DatabaseClock() }
    const clinic = await openClinic({ otherClock: { now: () => started.clock.now(), pass: () => {} } })
    const over = await everythingOver(clinic)
    // Up to a minute before it ended a server keeps its time.
    await keepTime(clinic.connections, { now: () => new Date(clinic.clock.now().getTime() - keptEveryMs) })
    let shift = -back * 1000
    started.clock = new DatabaseClock(() => clinic.clock.now().getTime() + shift)
    const behindMs = await goOnFromLatest(clinic.connections, started.clock)
    expect(Math.round(behindMs / 1000)).toBe(back - keptEveryMs / 1000)
    const again = { ...clinic, url: await clinic.another() }
    await mustBeOver(again, over)
    expect(await knows(again, (await pairOf(again, pia)).accessToken)).toBe(200)
    expect(started.clock.now().getTime()).toBeGreaterThanOrEqual(clinic.clock.now().getTime() - 60_000)
    // Once the clock is there it is gone by again.
    shift = 0
    clinic.clock.pass(120)
    expect(started.clock.now().getTime()).toBe(clinic.clock.now().getTime())
    expect(await goOnFromLatest(clinic.connections, new DatabaseClock(() => clinic.clock.now().getTime()))).toBe(0)
    // An earlier time is never kept in the place of a later one.
    const [kept] = await clinic.sql('select at from latest_time')
    await keepTime(clinic.connections, { now: () => new Date(0) })
    expect(await clinic.sql('select at from latest_time')).toEqual([kept])
  }
}, 60_000)

test('[T38 part] a process that comes up with its clock behind takes nothing that was used, spent or ended, and no token from its future', async () => {
  for (const back of [600, day]) {
    const clock = new DatabaseClock()
    const clinic = await openClinic({ otherClock: { now: () => new Date(clock.now().getTime() - back * 1000), pass: () => {} } })
    const secret = await addGuarded(clinic)
    const [used, shown] = [await challengeOf(clinic), await challengeOf(clinic)]
    const code = codeAt(secret, clinic.clock.now())
    expect((await factor(clinic, used, code)).status).toBe(200)
    const spent = await pairOf(clinic, pia)
    await clinic.stranger().refresh({ body: { refreshToken: spent.refreshToken } })
    const ended = await pairOf(clinic, pia)
    await send(clinic, 'POST', '/api/auth/logout', { headers: bearer(ended.accessToken) })
    const fresh = await pairOf(clinic, pia)

    const behind = { url: await clinic.another() }
    expect((await factor(behind, used, code)).status).toBe(401)
    expect((await factor(behind, shown, code)).status).toBe(401)
    for (const { refreshToken } of [spent, ended]) expect((await post(behind, '/auth/refresh', { refreshToken })).status).toBe(401)
    for (const { accessToken } of [ended, fresh]) {
      expect((await send(behind, 'GET', '/api/auth/me', { headers: bearer(accessToken) })).status).toBe(401)
      expect((await post(behind, '/api/auth/jwt/verify', { token: accessToken })).status).toBe(401)
    }
  }
})

type Over = {
  accessToken: string
  refreshTokens: string[]
  challenges: { challenge: string; code: string }[]
  late: string
  secret: string
  link: string
  holdId: string
}

/** One of each thing that ends, after its end. */
async function everythingOver(clinic: Clinic): Promise<Over> {
  const secret = await addGuarded(clinic)
  const code = codeAt(secret, clinic.clock.now())
  const [used, shown, late] = [await challengeOf(clinic), await challengeOf(clinic), await challengeOf(clinic)]
  expect((await factor(clinic, used, code)).status).toBe(200)
  const expired = await pairOf(clinic, pia)
  clinic.clock.pass(7 * day + 1)
  const spent = await pairOf(clinic, pia)
  const next = await clinic.stranger().refresh({ body: { refreshToken: spent.refreshToken } })
  clinic.clock.pass(30)
  expect((await post(clinic, '/auth/refresh', { refreshToken: spent.refreshToken })).status).toBe(401)
  const ended = await pairOf(clinic, pia)
  await send(clinic, 'POST', '/api/auth/logout', { headers: bearer(ended.accessToken) })
  const old = await pairOf(clinic, pia)
  await post(clinic, '/api/auth/password/forgot', { login: pia.email })
  const { items } = await (await clinic.as(max)).listMailbox({ query: {} })
  const { id: holdId } = await (await clinic.as(pia)).holdSlot({ body: await freeTime(clinic) })
  clinic.clock.pass(601)
  return {
    accessToken: old.accessToken,
    refreshTokens: [expired, spent, next, ended].map(({ refreshToken }) => refreshToken),
    challenges: [used, shown].map((challenge) => ({ challenge, code })),
    late,
    secret,
    link: tokenIn(items.find(({ template }) => template === 'reset')?.link ?? ''),
    holdId,
  }
}

async function mustBeOver(clinic: Clinic, over: Over): Promise<void> {
  expect(await knows(clinic, over.accessToken)).toBe(401)
  expect((await post(clinic, '/api/auth/jwt/verify', { token: over.accessToken })).status).toBe(401)
  for (const refreshToken of over.refreshTokens) expect((await post(clinic, '/auth/refresh', { refreshToken })).status).toBe(401)
  const tries = [...over.challenges, { challenge: over.late, code: codeAt(over.secret, clinic.clock.now()) }]
  for (const { challenge, code } of tries) {
    await clinic.sql('truncate sign_in_locks, sign_in_attempts, sign_in_failed_names')
    expect((await factor(clinic, challenge, code)).status).toBe(401)
  }
  expect((await post(clinic, '/api/auth/password/reset', { token: over.link, password: 'Velvet-Tundra-4-Kayak' })).body.code).toBe(
    'LINK_EXPIRED',
  )
  const patient = bearer((await pairOf(clinic, pia)).accessToken)
  expect((await post(clinic, '/api/appointments', { holdId: over.holdId }, patient)).body.code).toBe('HOLD_EXPIRED')
}

function factor(clinic: Pick<Clinic, 'url'>, challenge: string, code: string) {
  return post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code })
}
