import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, max, mira, pia, rita } from '../../../tests/people.ts'
import { idOf, openFor } from './break-glass.fixture.ts'

test('[F34 part] who runs the organisation ends emergency access before its time: the chart is closed on the next request, the event says who ended it, and the review stays to be judged', async () => {
  const clinic = await openClinic()
  const params = { id: idOf(clinic, pia) }
  const { id, until } = await openFor(clinic)
  const [idan, admin] = [await clinic.as(drIdan), await clinic.as(max)]
  expect((await idan.readPatient({ params })).displayName).toBe(pia.displayName)
  const before = (await admin.listReviews({ query: {} })).items
  expect(before).toMatchObject([{ causeId: id, openUntil: until, can: ['close', 'end-access'] }])

  for (const person of [pia, rita, aud])
    await expect((await clinic.as(person)).endBreakGlass({ params: { id } })).rejects.toMatchObject({ status: 403 })
  for (const person of [drAna, mira])
    await expect((await clinic.as(person)).endBreakGlass({ params: { id } })).rejects.toMatchObject({ status: 404 })
  expect(await admin.endBreakGlass({ params: { id } })).toMatchObject({ id })
  await expect(idan.readPatient({ params })).rejects.toMatchObject({ status: 404 })
  expect((await idan.listBreakGlass()).items).toEqual([])
  await expect(admin.endBreakGlass({ params: { id } })).rejects.toMatchObject({ status: 404 })
  const after = (await admin.listReviews({ query: {} })).items
  expect(after).toMatchObject([{ causeId: id, state: 'open', can: ['close'] }])
  expect(after[0]?.openUntil).toBeUndefined()
  const ended = (await clinic.events('break-glass.ended')).find(({ outcome }) => outcome === 'allowed')
  expect(ended).toMatchObject({
    actor_id: clinic.who(max).userId,
    rule: 'admin:break-glass.end:organisation',
    patient_ids: [params.id],
    resource_id: id,
    purpose: null,
  })
})

test('an hour that is over needs no ending, and says so', async () => {
  const clinic = await openClinic()
  const { id } = await openFor(clinic)
  clinic.clock.pass(3601)
  const admin = await clinic.as(max)
  expect((await admin.listReviews({ query: {} })).items[0]?.can).toEqual(['close'])
  await expect(admin.endBreakGlass({ params: { id } })).rejects.toMatchObject({ status: 404 })
})
