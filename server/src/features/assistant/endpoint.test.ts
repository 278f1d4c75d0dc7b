import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { max } from '../../../tests/people.ts'
import { acceptedCase, type Limits, setTo } from './assistant.fixture.ts'
import { farModel, openFarModel, says, written } from './far-model.fixture.ts'

const inThe = (far: { url: string }, more: { priceOut?: number } = {}) => ({
  assistant: { url: far.url, key: undefined, model: farModel, priceIn: 0, priceOut: 0, ...more },
  egress: { open: [], inside: [new URL(far.url).origin] },
})

test.each([
  ['demo', 'offline'],
  ['demo', 'outside'],
  ['production', 'offline'],
  ['production', 'outside'],
] as const)(
  '[F67] in the %s one endpoint is answered by what stands behind it, %s, with a sign-in or without as the profile says, and to each caller up to their quota',
  async (profile, provider) => {
    const far = await openFarModel(says({ text: written('Written far away.', ['It began']) }))
    const clinic = await openClinic({ profile, ...(provider === 'outside' && inThe(far)) })
    const stranger = clinic.stranger()
    const made = { body: { text: 'It began on Tuesday and hurts.' } }
    for (const ask of ['assistTriage', 'assistSummary', 'assistReply'] as const)
      if (profile === 'demo')
        // The stub answers strangers, whatever else there is.
        expect(await stranger[ask](made)).toMatchObject({
          draft: true,
          provider: 'offline',
          flags: expect.arrayContaining(['made-up-only']),
        })
      else await expect(stranger[ask](made)).rejects.toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    expect(far.asked).toHaveLength(0)

    const { id, doctor, other } = await acceptedCase(clinic, { assistant: true })
    if (provider === 'outside') await setTo(clinic, { outside: true })
    const draft = await doctor.assistSummary({ body: { caseId: id } })
    expect(draft).toMatchObject({ provider, draft: true, state: 'open' })
    expect(draft.text).toContain(provider === 'outside' ? 'Written far away.' : 'It began on Tuesday.')
    expect(far.asked).toHaveLength(provider === 'outside' ? 1 : 0)

    // What one has spent is not the other's.
    await setTo(clinic, { outside: provider === 'outside', userTokens: (await (await clinic.as(max)).readAssistant()).today.tokens })
    await expect(doctor.assistTriage({ body: { caseId: id } })).rejects.toMatchObject({ status: 429, code: 'ASSISTANT_BUDGET_SPENT' })
    await doctor.passCaseOn({ params: { id }, body: {} })
    const next = await clinic.as(other)
    await next.acceptCase({ params: { id }, body: {} })
    expect(await next.assistTriage({ body: { caseId: id } })).toMatchObject({ provider: 'offline' })
  },
)

test('[LLM06] tokens, seconds and cost of a caller and of the organisation are each held to the last unit: what is left is enough, one less is not', async () => {
  const far = await openFarModel(says({ text: written('Short.', ['It began']) }))
  // A call costs three hundredths at most: 1,200 tokens at 2,500 for a million.
  const clinic = await openClinic(inThe(far, { priceOut: 2500 }))
  const { id, doctor, has } = await acceptedCase(clinic, { assistant: true })
  await setTo(clinic, { outside: true })
  await doctor.assistSummary({ body: { caseId: id } })
  const [row] = await clinic.sql('select reserved_tokens, reserved_milliseconds, reserved_cost from assistant_calls')
  expect(row).toMatchObject({ reserved_milliseconds: '20000', reserved_cost: '3000000' })
  const took = 340
  const most = { Tokens: Number(row?.reserved_tokens), Seconds: 20, Cents: 3 }
  for (const of of ['user', 'tenant'] as const)
    for (const [unit, enough] of Object.entries(most)) {
      clinic.clock.pass(86_400)
      const now = await clinic.as(has)
      const held = (left: number): Limits => ({ outside: true, [`${of}${unit}`]: left })
      await setTo(clinic, held(enough - 1))
      const before = far.asked.length
      await expect(now.assistSummary({ body: { caseId: id } }), `${of} ${unit}`).rejects.toMatchObject({ code: 'ASSISTANT_BUDGET_SPENT' })
      expect(far.asked.length).toBe(before)
      await setTo(clinic, held(enough))
      await now.assistSummary({ body: { caseId: id } })
      expect(far.asked.length).toBe(before + 1)
      // What that took is gone from the day: the same again does not fit, what is left and a little more does.
      await expect(now.assistSummary({ body: { caseId: id } }), `${of} ${unit} again`).rejects.toMatchObject({ status: 429 })
      await setTo(clinic, held(enough + (unit === 'Tokens' ? took : 1)))
      await now.assistSummary({ body: { caseId: id } })
      expect(far.asked.length).toBe(before + 2)
    }
})
