import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { api } from '@wardkeep/contract'
import { signedIn } from '@wardkeep/contract/endpoint.ts'
import { expect, test } from 'vitest'
import { root } from '../../../../scripts/root.ts'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, castPassword, drAna, max, type Person, pia, rita } from '../../../tests/people.ts'
import { mustBeAwake } from '../../security/lock.ts'
import { addGuarded, bearer, challengeOf, codeAt, eventsOf, pairOf, post, send } from './identity.fixture.ts'
import { ask, prove, seat, standing } from './session.fixture.ts'

const minute = 60
const hour = 3600
const limits: [Person, { idle: number; proof: number }][] = [
  [pia, { idle: 60 * minute, proof: 24 * hour }],
  [drAna, { idle: 15 * minute, proof: 12 * hour }],
  [rita, { idle: 15 * minute, proof: 12 * hour }],
  [max, { idle: 15 * minute, proof: 12 * hour }],
  [aud, { idle: 15 * minute, proof: 12 * hour }],
]

test('[B19][V7.3.1][V7.3.2] what is protected locks after 15 minutes without use for staff and 60 for patients, and 12 and 24 hours after a full proof however it is used, until a fresh proof; and constant use and proof still end at seven days', async () => {
  const clinic = await openClinic()
  await locksWhenIdle(clinic)
  await locksAfterItsProof(clinic)
  await endsAfterSevenDays(clinic)
})

test('a request that says it is background keeps no session awake, whatever it is answered, nor does a renewed token', async () => {
  const clinic = await openClinic()
  const here = await seat(clinic, drAna)
  for (let passed = 0; passed < 14; passed += 1) {
    clinic.clock.pass(minute)
    expect(await standing(clinic, here, { 'x-background': '1' })).toBe('open')
  }
  clinic.clock.pass(minute)
  expect(await standing(clinic, here, { 'x-background': '1' })).toBe('SESSION_LOCKED')
  expect(await standing(clinic, here)).toBe('SESSION_LOCKED')
})

test('the use of a session is written down about once a minute, in the transaction of what the request does anyway', async () => {
  const clinic = await openClinic()
  const here = await seat(clinic, drAna)
  const row = async () => (await clinic.sql('select xmin::text as written, seen_at from sessions'))[0]
  const made = await row()
  clinic.clock.pass(50)
  await standing(clinic, here)
  expect(await row()).toEqual(made)
  clinic.clock.pass(11)
  const read = await ask(clinic, here, 'GET', '/api/patients')
  expect(read.status).toBe(200)
  const [event] = await clinic.sql('select xmin::text as written from audit_events where request_id = $1', [read.requestId])
  expect((await row())?.written).toBe(event?.written)
  clinic.clock.pass(61)
  const wrote = await ask(clinic, here, 'PATCH', '/api/auth/me', { body: { language: 'he' } })
  expect(wrote.status).toBe(200)
  const [change] = await clinic.sql('select xmin::text as written from audit_events where request_id = $1', [wrote.requestId])
  expect((await row())?.written).toBe(change?.written)
  const many = await Promise.all(Array.from({ length: 12 }, () => standing(clinic, here)))
  expect(new Set(many)).toEqual(new Set(['open']))
  expect((await row())?.written).toBe(change?.written)
})

test('whoever is active in one process is not held for idle in another more than a minute early, and a lock and its end hold in all', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const here = await seat(clinic, drAna)
  for (let passed = 0; passed < 40; passed += 4) {
    clinic.clock.pass(4 * minute)
    expect(await standing(clinic, here)).toBe('open')
  }
  expect(await standing(other, here)).toBe('open')
  clinic.clock.pass(61)
  expect(await standing(clinic, here)).toBe('open')
  clinic.clock.pass(50)
  // Not written down: the last use that others know of is 50 seconds older.
  expect(await standing(clinic, here)).toBe('open')
  clinic.clock.pass(15 * minute - 62)
  expect(await standing(other, here, { 'x-background': '1' })).toBe('open')
  clinic.clock.pass(30)
  expect(await standing(other, here, { 'x-background': '1' })).toBe('SESSION_LOCKED')
  expect(await standing(clinic, here, { 'x-background': '1' })).toBe('open')
  clinic.clock.pass(40)
  for (const process of [clinic, other]) expect(await standing(process, here)).toBe('SESSION_LOCKED')
  await prove(other, here)
  for (const process of [clinic, other]) expect(await standing(process, here)).toBe('open')
})

test('what was remembered never refuses alone: a process that saw nothing for long asks anew', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const here = await seat(clinic, drAna)
  expect(await standing(other, here)).toBe('open')
  for (let passed = 0; passed < 60; passed += 10) {
    clinic.clock.pass(10 * minute)
    expect(await standing(clinic, here)).toBe('open')
  }
  expect(await standing(other, here)).toBe('open')
})

test('[B282][V7.1.1] an organisation sets its times between five minutes and seven days, what is outside is refused, and a shorter time holds from the next request; the page tells and justifies each', async () => {
  const clinic = await openClinic()
  const columns = ['staff_idle_seconds', 'patient_idle_seconds', 'staff_proof_seconds', 'patient_proof_seconds', 'session_seconds']
  for (const column of columns) {
    for (const outside of [0, 299, 604_801, 31_536_000])
      await expect(clinic.sql(`update organisations set ${column} = ${outside}`)).rejects.toThrow(`organisations_${column}_check`)
    for (const inside of [300, 604_800]) await clinic.sql(`update organisations set ${column} = ${inside}`)
  }
  const page = readFileSync(join(root, 'docs/operate/authentication.md'), 'utf8')
  const [fresh] = await (await openClinic()).sql(`select ${columns.join(', ')} from organisations limit 1`)
  const [staffIdle, patientIdle, staffProof, patientProof, life] = columns.map((column) => Number(fresh?.[column]))
  for (const line of [
    `| Without use | ${Number(staffIdle) / 60} min | ${Number(patientIdle) / 60} min | \`staff_idle_seconds\`, \`patient_idle_seconds\` |`,
    `| Since the last full proof, whatever happens | ${Number(staffProof) / 3600} h | ${Number(patientProof) / 3600} h | \`staff_proof_seconds\`, \`patient_proof_seconds\` |`,
    `| Life of a session | ${Number(life) / 86_400} days | ${Number(life) / 86_400} days | \`session_seconds\` |`,
    'Each can be set between 300 seconds and seven days; the database refuses anything else.',
    'Why these times: NIST SP 800-63B-4',
  ])
    expect(page).toContain(line)

  const here = await seat(clinic, pia)
  expect(await standing(clinic, here)).toBe('open')
  clinic.clock.pass(400)
  await clinic.sql('update organisations set patient_idle_seconds = 300')
  for (let again = 0; again < 2; again += 1) expect(await standing(clinic, here)).toBe('SESSION_LOCKED')
  await prove(clinic, here)
  expect(await standing(clinic, here)).toBe('open')
  await clinic.sql('update organisations set session_seconds = 300, patient_idle_seconds = 3600')
  const short = await seat(clinic, pia)
  clinic.clock.pass(290)
  expect(await standing(clinic, short)).toBe('open')
  clinic.clock.pass(11)
  expect(await standing(clinic, short)).toBe('UNAUTHENTICATED')
})

test('a session of two factors that lay idle opens by either, but 12 hours after its last full proof only by a second factor', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const challenge = await challengeOf(clinic)
  const opened = await post(clinic, '/api/auth/second-factor', {
    challenge,
    method: 'totp',
    code: codeAt(secret, clinic.clock.now()),
    cookie: true,
  })
  expect(opened.status).toBe(200)
  const here = { cookie: opened.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrf: String(opened.body.csrfToken), headers: {} }
  clinic.clock.pass(15 * minute)
  expect(await standing(clinic, here)).toBe('SESSION_LOCKED')
  await prove(clinic, here)
  expect(await standing(clinic, here)).toBe('open')
  clinic.clock.pass(12 * hour)
  await prove(clinic, here)
  const still = await ask(clinic, here, 'GET', '/api/auth/sessions')
  expect(still).toMatchObject({ status: 401, body: { code: 'SESSION_LOCKED' } })
  expect(still.headers.get('www-authenticate')).toContain('acr_values="aal2"')
  const code = codeAt(secret, clinic.clock.now())
  expect((await ask(clinic, here, 'POST', '/api/auth/step-up', { body: { method: 'totp', code } })).status).toBe(200)
  expect(await standing(clinic, here)).toBe('open')
})

test('a bearer session locks alike: renewing its tokens keeps it neither awake nor opens it, a proof does', async () => {
  const clinic = await openClinic()
  let { accessToken, refreshToken } = await pairOf(clinic, drAna)
  const listed = async () => (await send(clinic, 'GET', '/api/auth/sessions', { headers: bearer(accessToken) })).body.code
  for (let passed = 0; passed < 15; passed += 4) {
    expect(await listed()).toBeUndefined()
    clinic.clock.pass(4 * minute)
    ;({ accessToken, refreshToken } = await clinic.stranger().refresh({ body: { refreshToken } }))
  }
  for (let passed = 0; passed < 15; passed += 5) {
    clinic.clock.pass(5 * minute)
    ;({ accessToken, refreshToken } = await clinic.stranger().refresh({ body: { refreshToken } }))
  }
  expect(await listed()).toBe('SESSION_LOCKED')
  const proven = await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, bearer(accessToken))
  expect(proven.status).toBe(200)
  expect(await listed()).toBeUndefined()
})

test('what stays open to a locked session is declared by the contract, and no more than it needs to be opened and left', () => {
  const open = Object.entries(api).filter(([, { assurance }]) => 'whileLocked' in assurance)
  expect(open.map(([name]) => name)).toEqual(['stepUp', 'logout', 'me', 'csrf'])
})

test('who speaks without a session never locks', () => {
  const key = { via: 'key' as const, tenantId: '', role: 'service' as const, name: '' }
  const long = { lastUse: new Date(0), at: { network: '', browser: '' } }
  expect(() => mustBeAwake(key, signedIn, long, new Date())).not.toThrow()
})

async function locksWhenIdle(clinic: Clinic): Promise<void> {
  for (const [person, { idle }] of limits) {
    const here = await seat(clinic, person)
    clinic.clock.pass(idle - 20)
    expect(await standing(clinic, here)).toBe('open')
    clinic.clock.pass(idle - 20)
    expect(await standing(clinic, here)).toBe('open')
    clinic.clock.pass(idle)
    const locked = await ask(clinic, here, 'GET', '/api/auth/sessions')
    expect(locked).toMatchObject({ status: 401, body: { code: 'SESSION_LOCKED' } })
    expect(locked.headers.get('www-authenticate')).toBe('Bearer error="insufficient_user_authentication", acr_values="aal1"')
    expect(await eventsOf(clinic, locked.requestId)).toMatchObject([
      { action: 'session.listed', outcome: 'denied', reason: 'SESSION_LOCKED' },
    ])
    // Asking again, whatever stays open, opens nothing.
    expect((await ask(clinic, here, 'GET', '/api/auth/me')).status).toBe(200)
    expect((await ask(clinic, here, 'GET', '/api/auth/csrf')).status).toBe(200)
    expect(await standing(clinic, here)).toBe('SESSION_LOCKED')
    const wrong = await ask(clinic, here, 'POST', '/api/auth/step-up', { body: { method: 'password', password: 'Wrong-Horse-7-Battery' } })
    expect(wrong).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
    expect(await standing(clinic, here)).toBe('SESSION_LOCKED')
    await prove(clinic, here)
    expect(await standing(clinic, here)).toBe('open')
    clinic.clock.pass(idle)
    expect(await standing(clinic, here)).toBe('SESSION_LOCKED')
    expect((await ask(clinic, here, 'POST', '/api/auth/logout')).status).toBe(204)
  }
}

async function locksAfterItsProof(clinic: Clinic): Promise<void> {
  for (const [person, { idle, proof }] of limits) {
    const here = await seat(clinic, person)
    for (let round = 0; round < 2; round += 1) {
      const step = idle - 60
      for (let passed = step; passed < proof; passed += step) {
        clinic.clock.pass(step)
        expect(await standing(clinic, here)).toBe('open')
      }
      clinic.clock.pass((proof % step) + 1)
      expect(await standing(clinic, here)).toBe('SESSION_LOCKED')
      await prove(clinic, here)
      expect(await standing(clinic, here)).toBe('open')
    }
  }
}

async function endsAfterSevenDays(clinic: Clinic): Promise<void> {
  const here = await seat(clinic, pia)
  const step = 55 * minute
  for (let passed = step; passed < 7 * 24 * hour; passed += step) {
    clinic.clock.pass(step)
    if (Math.floor(passed / (20 * hour)) !== Math.floor((passed - step) / (20 * hour))) await prove(clinic, here)
    expect(await standing(clinic, here)).toBe('open')
  }
  clinic.clock.pass(step)
  expect(await standing(clinic, here)).toBe('UNAUTHENTICATED')
  expect((await ask(clinic, here, 'GET', '/api/auth/me')).status).toBe(401)
}
