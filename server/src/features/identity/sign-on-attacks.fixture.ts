// What every attack on single sign-on starts from, and what none of them may come to.
import { expect } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan } from '../../../tests/people.ts'
import { type Asked, begin, connect, deliver, finish, formOf, reasonOf, setUp, type TestProvider } from './sign-on.fixture.ts'

export type Setting = { clinic: Clinic; provider: TestProvider }

/** Ana and Idan are connected; whoever signs an answer in a test is Ana, and wants to be Idan. */
export async function opened(): Promise<Setting> {
  const clinic = await openClinic()
  const provider = await setUp(clinic)
  await connect(clinic, drAna, provider, 'ana-1')
  await connect(clinic, drIdan, provider, 'idan-1')
  return { clinic, provider }
}

/** Every one is refused for one of these reasons, opens nothing, and leaves the way for the honest answer. */
export async function allRefused(
  { clinic, provider }: Setting,
  attacks: Record<string, { make: (asked: Asked) => string; reason: string | RegExp }>,
): Promise<void> {
  const { asked, cookie } = await begin(clinic)
  const before = await clinic.sql('select count(*)::integer as n from sessions')
  for (const [name, { make, reason }] of Object.entries(attacks)) {
    const { status, location, requestId } = await deliver(clinic, formOf(asked, make(asked)))
    expect([status, location], name).toEqual([303, '/sign-in/organisation#refused'])
    expect(await reasonOf(clinic, requestId), name).toMatch(reason instanceof RegExp ? reason : new RegExp(`^${reason}$`))
  }
  expect(await clinic.sql('select id from sign_on_answers where user_id is null')).toEqual([])
  expect(await clinic.sql('select count(*)::integer as n from sessions')).toEqual(before)
  const honest = await deliver(clinic, provider.form(asked))
  expect((await finish(clinic, cookie, honest.ticket)).body.user).toMatchObject({ id: clinic.who(drAna).userId })
}
