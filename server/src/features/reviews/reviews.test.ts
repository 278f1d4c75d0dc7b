import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drIdan, max, mira, paul, pia } from '../../../tests/people.ts'
import { openFor, reason } from '../break-glass/break-glass.fixture.ts'

const judgement = { outcome: 'not-justified' as const, note: 'Canary-Note: no emergency that day' }

test('[F34 part] a review shows who did what and why, the overdue first, and is closed once, for good, by another who runs the organisation', async () => {
  const clinic = await openClinic()
  await openFor(clinic, pia)
  clinic.clock.pass(86_400)
  await openFor(clinic, paul)
  const admin = await clinic.as(max)
  expect((await admin.listReviews({ query: {} })).items.map(({ overdue }) => overdue)).toEqual([false, false])
  clinic.clock.pass(2 * 86_400 + 60)
  const judge = await clinic.as(max)
  const { items } = await judge.listReviews({ query: {} })
  expect(items).toMatchObject([
    {
      kind: 'break-glass',
      state: 'open',
      overdue: true,
      subject: { displayName: drIdan.displayName },
      patient: { displayName: pia.displayName },
      reason,
      can: ['close'],
    },
    { overdue: false, patient: { displayName: paul.displayName } },
  ])
  const first = await judge.listReviews({ query: { limit: 1 } })
  expect(first.items.map(({ id }) => id)).toEqual([items[0]?.id])
  expect((await judge.listReviews({ query: { limit: 1, cursor: first.next ?? '' } })).items.map(({ id }) => id)).toEqual([items[1]?.id])

  const params = { id: items[0]?.id ?? '' }
  await expect((await clinic.as(mira)).closeReview({ params, body: judgement })).rejects.toMatchObject({ status: 404 })
  await expect((await clinic.as(aud)).closeReview({ params, body: judgement })).rejects.toMatchObject({ status: 403 })
  const closing = await Promise.allSettled([1, 2, 3, 4, 5].map(() => judge.closeReview({ params, body: judgement })))
  expect(closing.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of closing) if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'REVIEW_CLOSED' })

  expect((await judge.listReviews({ query: {} })).items).toHaveLength(1)
  expect((await judge.listReviews({ query: { state: 'closed' } })).items).toMatchObject([
    { ...judgement, state: 'closed', overdue: false, closedBy: { displayName: max.displayName }, can: [] },
  ])
  await expect(clinic.sql(`update reviews set outcome = 'justified' where closed_at is not null`)).rejects.toThrow(/final/)
  expect(JSON.stringify(await clinic.sql('select reviews::text as whole from reviews'))).not.toMatch(/canary|43616e617279/i)
  const seen = await clinic.events('review.closed')
  expect(seen.filter(({ outcome }) => outcome === 'allowed')).toMatchObject([{ patient_ids: [clinic.who(pia).patientId] }])
})

test('[F34 part] nobody judges themselves, not in the application and not in the database', async () => {
  const clinic = await openClinic()
  await openFor(clinic, pia)
  const [review] = await clinic.sql('select id from reviews')
  await clinic.sql('alter table reviews disable trigger close_once')
  await clinic.sql('update reviews set subject_user_id = $1', [clinic.who(max).userId])
  await clinic.sql('alter table reviews enable trigger close_once')
  const admin = await clinic.as(max)
  expect((await admin.listReviews({ query: {} })).items).toMatchObject([{ can: ['end-access'] }])
  await expect(admin.closeReview({ params: { id: String(review?.id) }, body: judgement })).rejects.toMatchObject({
    status: 409,
    code: 'OWN_ACCOUNT',
  })
  await expect(
    clinic.sql(`update reviews set outcome = 'justified', note = about, closed_at = now(), closed_by = $1`, [clinic.who(max).userId]),
  ).rejects.toThrow(/judged_by_another/)
})
