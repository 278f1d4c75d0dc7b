// A record from draft to retraction, against a model of what may become of it, by everybody who might try.
import { type Client, Problem } from '@wardkeep/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, pia } from '../../../tests/people.ts'
import { assign, note, patientOf, racing } from './records.fixture.ts'

type Model = { state: 'draft' | 'deleted' | 'signed' | 'retracted'; version: number; title: string; addenda: number }
type Who = 'ana' | 'idan' | 'max' | 'pia'
type Act = 'update' | 'stale' | 'delete' | 'sign' | 'add' | 'retract'
const reason = { code: 'incorrect', text: 'Another leg was meant' } as const
const gone = 'NOT_FOUND'

/** What the model says of an act: `done`, or by which code it is refused. Dr Ana wrote it, Dr Idan treats too, Max runs the clinic. */
function expected({ state }: Model, who: Who, act: Act): string {
  const roles: Record<Act, Who[]> = {
    update: ['ana', 'idan', 'max'],
    stale: ['ana', 'idan', 'max'],
    delete: ['ana', 'idan', 'max'],
    sign: ['ana', 'idan'],
    add: ['ana', 'idan'],
    retract: ['ana', 'idan', 'max'],
  }
  if (!roles[act].includes(who)) return 'FORBIDDEN'
  if (state === 'deleted' || (who === 'idan' && (act !== 'add' || state === 'draft'))) return gone
  const signedOnly = act === 'add' || act === 'retract'
  if (signedOnly) return state === 'signed' ? 'done' : 'RECORD_NOT_SIGNED'
  if (state !== 'draft') return 'RECORD_NOT_DRAFT'
  return act === 'stale' ? 'VERSION_CONFLICT' : 'done'
}

function after(model: Model, act: Act, title: string): Model {
  if (act === 'update') return { ...model, version: model.version + 1, title }
  if (act === 'delete') return { ...model, state: 'deleted' }
  if (act === 'sign') return { ...model, state: 'signed' }
  return act === 'add' ? { ...model, addenda: model.addenda + 1 } : { ...model, state: 'retracted' }
}

test('[C24][C25][F56 part] whatever doctors and administrators try in whichever order, a draft is changed and deleted by its author and who runs the clinic alone, what is signed is never changed, only added to and retracted, and nothing ever leaves the tables', async () => {
  const clinic = await openClinic()
  await Promise.all([assign(clinic, drAna, pia), assign(clinic, drIdan, pia)])
  const clients: Record<Who, Client> = {
    ana: await clinic.as(drAna),
    idan: await clinic.as(drIdan),
    max: await clinic.as(max),
    pia: await clinic.as(pia),
  }
  const patientId = patientOf(clinic, pia)
  const attempt = (who: Who, act: Act, id: string, { version }: Model, title: string): Promise<unknown> => {
    const client = clients[who]
    const acts: Record<Act, () => Promise<unknown>> = {
      update: () => client.updateRecord({ params: { id }, body: { ...note, title }, version }),
      stale: () => client.updateRecord({ params: { id }, body: { ...note, title }, version: version + 1 }),
      delete: () => client.deleteRecord({ params: { id }, version }),
      sign: () => client.signRecord({ params: { id }, body: {} }),
      add: () => client.addAddendum({ params: { id }, body: { sections: [{ text: title }] } }),
      retract: () => client.retractRecord({ params: { id }, body: { reason } }),
    }
    return acts[act]()
  }
  const steps = fc.array(
    fc.record({
      who: fc.constantFrom<Who>('ana', 'ana', 'max', 'idan', 'pia'),
      act: fc.constantFrom<Act>('update', 'update', 'stale', 'delete', 'sign', 'add', 'retract'),
    }),
    { minLength: 6, maxLength: 14 },
  )
  const reached = new Set<string>()
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const { id } = await clients.ana.createRecord({ body: { patientId, ...note } })
      let model: Model = { state: 'draft', version: 1, title: note.title, addenda: 0 }
      for (const [n, { who, act }] of story.entries()) {
        const title = `Step ${n}`
        const said = await attempt(who, act, id, model, title).then(
          () => 'done',
          (cause: unknown) => (cause instanceof Problem ? cause.code : cause),
        )
        expect(said, `${who} ${act} ${model.state}`).toBe(expected(model, who, act))
        reached.add(`${act} ${model.state} ${String(said)}`)
        if (said === 'done') model = after(model, act, title)
      }
      await mustBe(model, id)
    }),
    {
      numRuns: 25,
      examples: [[path('update', 'sign', 'add', 'update', 'retract', 'add', 'delete')], [path('stale', 'delete', 'update', 'sign')]],
    },
  )
  expect(reached).toContain('update signed RECORD_NOT_DRAFT')
  expect(reached).toContain('delete retracted RECORD_NOT_DRAFT')
  expect(reached).toContain('sign deleted NOT_FOUND')

  /** As everybody sees it, and as it lies in the tables. */
  async function mustBe({ state, version, title, addenda }: Model, id: string): Promise<void> {
    const [versions, kept] = await Promise.all([
      clinic.sql('select from record_versions where record_id = $1', [id]),
      clinic.sql('select deleted_at is not null as deleted from records where id = $1', [id]),
    ])
    expect(versions).toHaveLength(version)
    expect(kept).toEqual([{ deleted: state === 'deleted' }])
    for (const [who, client] of Object.entries(clients)) {
      const read = client.readRecord({ params: { id } })
      const hidden = state === 'deleted' || (state === 'draft' && who !== 'ana' && who !== 'max')
      if (hidden) await expect(read, who).rejects.toMatchObject({ status: 404 })
      else expect(await read, who).toMatchObject({ state, version, title, author: { displayName: drAna.displayName } })
    }
    if (state !== 'signed' && state !== 'retracted') return
    const shown = await clients.pia.readRecord({ params: { id } })
    expect(shown.addenda).toHaveLength(addenda)
    const proof = await clients.pia.verifyRecord({ params: { id }, query: {} })
    expect(proof).toMatchObject({ valid: true, ...(state === 'retracted' && { retraction: { valid: true } }) })
    expect(JSON.parse(proof.canonical)).toMatchObject({ title, version })
  }
}, 240_000)

test('[C24 part][T25 part] of an author and an administrator who saw the same draft, one changes or deletes it and the other is told', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const [ana, admin] = await Promise.all([clinic.as(drAna), clinic.as(max)])
  const { id } = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  const tries = await racing<unknown>(clinic, id, [
    () => ana.updateRecord({ params: { id }, body: { ...note, title: 'By Ana' }, version: 1 }),
    () => admin.updateRecord({ params: { id }, body: { ...note, title: 'By Max' }, version: 1 }),
    () => admin.deleteRecord({ params: { id }, version: 1 }),
  ])
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const lost = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  expect(['VERSION_CONFLICT', 'NOT_FOUND']).toEqual(expect.arrayContaining(lost))
})

/** The acts of Dr Ana in this order. */
function path(...acts: Act[]): { who: Who; act: Act }[] {
  return acts.map((act) => ({ who: 'ana', act }))
}
