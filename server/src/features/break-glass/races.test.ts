import { createClient } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drIdan, pia } from '../../../tests/people.ts'
import { idOf, openFor, reason } from './break-glass.fixture.ts'

test('[F34 part] of twenty openings at once through two processes one opens, with one alert and one review', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(drIdan)
  const doors = [clinic.url, await clinic.another()].map((baseUrl) =>
    createClient({ baseUrl, credentials: { kind: 'bearer', token: () => token } }),
  )
  await Promise.all(doors.flatMap((door) => [1, 2, 3, 4].map(() => door.listBreakGlass())))
  const tries = Array.from({ length: 20 }, (_, n) => doors[n % 2]?.openBreakGlass({ body: { patient: { id: idOf(clinic, pia) }, reason } }))
  const settled = await Promise.allSettled(tries)
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of settled) if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'ALREADY_IN_CARE' })
  for (const table of ['break_glass', 'alerts', 'reviews', 'care_relations', 'mails'])
    expect(await clinic.sql(`select 1 from ${table}`), table).toHaveLength(1)
  for (const action of ['break-glass.opened', 'alert.raised', 'review.raised'])
    expect((await clinic.events(action)).filter(({ outcome }) => outcome === 'allowed')).toHaveLength(1)
})

test('[F34 part] of an ending and extensions at once one is done, and nothing that is asked after the ending was answered is shown', async () => {
  const clinic = await openClinic()
  const idan = await clinic.as(drIdan)
  const params = { id: idOf(clinic, pia) }
  for (let round = 0; round < 5; round += 1) {
    const { id } = await openFor(clinic)
    const reading = async (): Promise<number> => {
      const answers = await Promise.all(
        [1, 2, 3].map(() =>
          idan.readPatient({ params }).then(
            () => 200,
            (cause) => Number(Object(cause).status),
          ),
        ),
      )
      return answers.every((status) => status === 404) ? answers.length : answers.length + (await reading())
    }
    const reads = reading()
    const settled = await Promise.allSettled([1, 2, 3].map(() => idan.endBreakGlass({ params: { id } })))
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(idan.readPatient({ params })).rejects.toMatchObject({ status: 404 })
    expect(await reads).toBeGreaterThan(0)
  }
  const { id } = await openFor(clinic)
  const both = await Promise.allSettled([
    idan.endBreakGlass({ params: { id } }),
    idan.extendBreakGlass({ params: { id }, body: { reason } }),
    idan.extendBreakGlass({ params: { id }, body: { reason } }),
  ])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('[F34 part] what another process has ended stays ended for one whose clock is behind', async () => {
  const clinic = await openClinic()
  const idan = await clinic.as(drIdan)
  const { id } = await openFor(clinic)
  await clinic.sql(`update break_glass set ends_at = opened_at + interval '5 minutes', ended_at = opened_at + interval '5 minutes'`)
  await expect(idan.endBreakGlass({ params: { id } })).rejects.toMatchObject({ status: 404 })
  await expect(idan.extendBreakGlass({ params: { id }, body: { reason } })).rejects.toMatchObject({ status: 404 })
})
