import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { max, rita } from '../../../tests/people.ts'
import { addGuarded, bearer, challengeOf, codeAt, pairOf, post, send } from './identity.fixture.ts'

const rules = { staffSecondFactor: false, secondFactorRoles: [], passwordPolicy: 'composition' }

test('[V6.5.5] a code stands for its half minute and the next as grace, no other; where the organisation is strict for its own alone, wherever it is shown: at a sign-in, a proof and a set-up', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const ages = async () => {
    const answers: Record<string, number> = {}
    for (const [age, seconds] of Object.entries({ next: 30, over: -60, grace: -30, own: 0 })) {
      toMidStep(clinic, 60)
      const code = codeAt(secret, new Date(clinic.clock.now().getTime() + seconds * 1000))
      const challenge = await challengeOf(clinic)
      answers[age] = (await post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code })).status
    }
    return answers
  }
  expect(await ages()).toEqual({ next: 401, over: 401, grace: 200, own: 200 })

  expect(await setStrict(clinic, true, 1)).toMatchObject({ status: 200, body: { totpStrict: true, ...rules } })
  expect(await ages()).toEqual({ next: 401, over: 401, grace: 401, own: 200 })

  const { accessToken } = await pairOf(clinic, rita)
  const begun = await post(clinic, '/api/auth/totp', undefined, bearer(accessToken))
  const own = String(begun.body.secret)
  toMidStep(clinic, 30)
  const codeOf = (seconds: number) => codeAt(own, new Date(clinic.clock.now().getTime() + seconds * 1000))
  const confirm = (code: string) => post(clinic, '/api/auth/totp/confirmation', { code }, bearer(accessToken))
  expect([(await confirm(codeOf(-30))).status, (await confirm(codeOf(0))).status]).toEqual([401, 200])
  toMidStep(clinic, 60)
  const prove = (code: string) => post(clinic, '/api/auth/step-up', { method: 'totp', code }, bearer(accessToken))
  expect([(await prove(codeOf(-30))).status, (await prove(codeOf(0))).status]).toEqual([401, 200])

  // Who does not name it leaves it as it stands.
  expect(await setStrict(clinic, undefined, 2)).toMatchObject({ status: 200, body: { totpStrict: true } })
  expect(await setStrict(clinic, false, 3)).toMatchObject({ status: 200, body: { totpStrict: false } })
  expect(await ages()).toEqual({ next: 401, over: 401, grace: 200, own: 200 })
  const changed = (await clinic.events('sign-in-rules.changed')).map(({ fields }) => fields)
  expect(changed).toEqual([['totpStrict'], [], ['totpStrict']])
})

async function setStrict(clinic: Clinic, totpStrict: boolean | undefined, version: number) {
  const { accessToken } = await pairOf(clinic, max)
  const body = { ...rules, ...(totpStrict !== undefined && { totpStrict }) }
  return send(clinic, 'PUT', '/api/organisations/me/sign-in', { body, headers: { ...bearer(accessToken), 'if-match': `"${version}"` } })
}

/** On by at least so many seconds, to the middle of a half minute. */
function toMidStep(clinic: Clinic, seconds: number): void {
  const at = clinic.clock.now().getTime() / 1000 + seconds
  clinic.clock.pass(seconds + ((15 - (at % 30) + 30) % 30))
}
