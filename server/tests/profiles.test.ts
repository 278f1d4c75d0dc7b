// What the demo may have and production never: every pair of profile and flag, by the settings, by the app and by the process.
import { expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { readSettings } from '../src/config/env.ts'
import { question } from '../src/features/cases/cases.fixture.ts'
import { post, send } from '../src/features/identity/identity.fixture.ts'
import { openClinic } from './clinic.ts'
import { emptyFolder, freePort, refusedStart } from './process.ts'

const profiles = ['demo', 'production'] as const
const sentence = 'ANONYMOUS_CASES=true is refused in production: who asks there signs in, or has a key.'

test('[A101-102][A56-67][A65 part] of all pairs of profile and flag, production refuses the flag that is on, by every way in, and every other pair has what it says', async () => {
  for (const profile of profiles)
    for (const flag of [undefined, '', 'false', 'true', 'yes', 'TRUE']) {
      const settings = readSettings({
        WARDKEEP_PROFILE: profile,
        ...(flag !== undefined && { ANONYMOUS_CASES: flag }),
        PUBLIC_URL: 'https://clinic.example',
      })
      const { flags } = readConfig(settings)
      const problems =
        flag === 'yes' || flag === 'TRUE'
          ? ['ANONYMOUS_CASES must be one of true, false.']
          : profile === 'production' && flag === 'true'
            ? [sentence]
            : []
      expect(settings.problems, `${profile} ${flag}`).toEqual(problems)
      expect(flags, `${profile} ${flag}`).toEqual(flag === 'true' ? ['anonymous-cases'] : [])
    }
  await expect(openClinic({ profile: 'production', flags: ['anonymous-cases'] })).rejects.toThrow('for the demo alone')
  const data = await emptyFolder()
  const refused = await refusedStart({
    WARDKEEP_DATA: data,
    PORT: String(await freePort()),
    WARDKEEP_PROFILE: 'production',
    PUBLIC_URL: 'https://clinic.example',
    ANONYMOUS_CASES: 'true',
  })
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(sentence) })
})

test('[A77 part] in production, and in a demo where the flag is off, an anonymous case has no address: each answers like what never was', async () => {
  for (const options of [{ profile: 'production' }, { profile: 'demo', flags: [] }] as const) {
    const clinic = await openClinic(options)
    const never = await post(clinic, '/api/never-was', {})
    for (const path of ['/api/receipts', '/api/receipts/thread', '/api/receipts/messages', '/api/receipts/claim', '/api/receipts/x']) {
      const answer = await post(clinic, path, { ...question, receipt: 'x' })
      expect({ ...answer.body, requestId: '' }, path).toEqual({ ...never.body, requestId: '' })
      expect(answer.status).toBe(404)
    }
    expect((await post(clinic, '/api/cases', question)).status).toBe(401)
    expect(Object.keys((await send(clinic, 'GET', '/openapi.json')).body.paths ?? {}).filter((path) => path.includes('receipt'))).toEqual(
      [],
    )
    expect((await send(clinic, 'GET', '/api/about')).body).toMatchObject({ profile: options.profile, anonymousCases: false })
    expect(await clinic.sql('select 1 from cases')).toEqual([])
  }
})
