// What stands between a stolen password and an organisation: each layer alone is enough to keep it shut.
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, max, pia } from '../../../tests/people.ts'
import { Authenticator } from './authenticator.fixture.ts'
import { bearer, codeAt, enrol, from, pairOf, post, send } from './identity.fixture.ts'

const [inside, outside] = [from('203.0.113.7'), from('198.51.100.9')]

test('[V8.4.2] who runs an organisation has an account for that alone, a passkey that stays on its device, one of its networks around them, and a proof of the last minutes; without any one of them nothing is changed', async () => {
  const clinic = await openClinic()
  const { secret } = await enrol(clinic, (await pairOf(clinic, max)).accessToken)
  await clinic.sql(
    `update organisations set staff_factor = 'device-bound-passkey', admin_networks = '{203.0.113.0/24}' where tenant_id = $1`,
    [clinic.who(max).tenantId],
  )
  const promote = (headers: Record<string, string>) =>
    send(clinic, 'POST', `/api/users/${clinic.who(drAna).userId}/role`, { headers, body: { role: 'admin' } })

  // Of its own: nobody is both who is cared for, or who cares, and who runs it.
  expect(await clinic.sql(`select id from users where role = 'admin' and (patient_id is not null or doctor_id is not null)`)).toEqual([])
  for (const column of ['patient_id', 'doctor_id'])
    await expect(
      clinic.sql(`update users set ${column} = (select ${column} from users where id = $2) where id = $1`, [
        clinic.who(max).userId,
        clinic.who(column === 'patient_id' ? pia : drAna).userId,
      ]),
      column,
    ).rejects.toThrow(/violates/)

  // The password and a code, and who came in by them: the set-up of a passkey is all that is open.
  clinic.clock.pass(60)
  const half = await post(clinic, '/api/auth/login', { login: max.email, password: castPassword }, inside)
  const { challenge } = Object(half.body.secondFactor)
  const code = codeAt(secret, clinic.clock.now())
  const byCode = await post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code }, inside)
  const coded = { ...bearer(String(byCode.body.accessToken)), ...inside }
  expect(await promote(coded)).toMatchObject({ status: 403, body: { code: 'ENROLMENT_REQUIRED' } })

  const key = new Authenticator()
  const begun = await post(clinic, '/api/auth/passkeys/registration', undefined, coded)
  const credential = key.create({ challenge: String(begun.body.challenge) })
  expect((await post(clinic, '/api/auth/passkeys', { name: 'Key', credential }, coded)).status).toBe(201)
  const again = await post(clinic, '/api/auth/passkeys/challenge', undefined, inside)
  const opened = await post(
    clinic,
    '/api/auth/passkeys/sign-in',
    { credential: key.get({ challenge: String(again.body.challenge) }) },
    inside,
  )
  const token = bearer(String(opened.body.accessToken))

  // All of it: the act is judged by its own rules, and a doctor becomes no administrator.
  expect(await promote({ ...token, ...inside })).toMatchObject({ status: 409, body: { code: 'ROLE_FIXED' } })
  expect(await promote({ ...token, ...outside })).toMatchObject({ status: 403, body: { code: 'NETWORK_REFUSED' } })
  clinic.clock.pass(301)
  const renewed = await clinic.stranger().refresh({ body: { refreshToken: String(opened.body.refreshToken) } })
  const late = bearer(renewed.accessToken)
  expect(await promote({ ...late, ...inside })).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  expect(await clinic.sql('select role from users where id = $1', [clinic.who(drAna).userId])).toEqual([{ role: 'doctor' }])
})
