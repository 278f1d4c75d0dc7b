// Drafts of the demo, changed and deleted without a pause until the server is no more, and whether what it answered is there, event by event.
import { expect } from 'vitest'
import { everyPage, signIn } from './demo-visits.ts'
import type { Account } from './process.ts'

const note = { type: 'visit-note' as const, title: 'Before', sections: [{ text: 'Well' }] }

/** `many` resolves when a change was answered for most of them and a deletion too; `ended` when nobody asks any more. */
export async function writeDrafts(url: string, accounts: readonly Account[]) {
  const doctor = await signIn(url, accounts, 'harbour', 'doctor')
  const { items: patients } = await doctor.listPatients({ query: {} })
  const patientId = patients[0]?.id ?? ''
  const versions = new Map<string, number>()
  const deleted = new Set<string>()
  const many = Promise.withResolvers<void>()
  /** Writes a draft, changes it a few times, deletes it, and begins anew. */
  const write = async () => {
    for (;;) {
      const { id } = await doctor.createRecord({ body: { patientId, ...note } })
      versions.set(id, 1)
      for (let version = 1; version < 4; version += 1) {
        await doctor.updateRecord({ params: { id }, version, body: { ...note, title: `After ${version}` } })
        versions.set(id, version + 1)
      }
      if (versions.size % 2 === 0) continue
      await doctor.deleteRecord({ params: { id }, version: 4 })
      deleted.add(id)
      if (deleted.size > 4) many.resolve()
    }
  }
  const ended = Promise.allSettled(Array.from({ length: 6 }, write)).then(() => many.reject(new Error('the server ended too early')))
  return { patientId, versions, deleted, many: many.promise, ended }
}

/** Every answered change stands, and as many events of creating, changing and deleting as there are drafts, versions and deletions, one for each. */
export async function expectEveryChange(
  url: string,
  accounts: readonly Account[],
  { patientId, versions, deleted }: Awaited<ReturnType<typeof writeDrafts>>,
): Promise<void> {
  const [doctor, admin] = await Promise.all([signIn(url, accounts, 'harbour', 'doctor'), signIn(url, accounts, 'harbour', 'admin')])
  const eventsOf = async (action: 'record.drafted' | 'record.updated' | 'record.deleted') =>
    (await everyPage((cursor) => admin.listEvents({ query: { limit: 100, action, outcome: 'allowed', ...(cursor && { cursor }) } }))).map(
      (event) => event.resource?.id ?? '',
    )
  const [drafted, updated, gone] = await Promise.all([eventsOf('record.drafted'), eventsOf('record.updated'), eventsOf('record.deleted')])
  const standing = await everyPage((cursor) => doctor.listRecords({ query: { patientId, limit: 100, ...(cursor && { cursor }) } }))
  const drafts = new Map(standing.filter(({ state }) => state === 'draft').map(({ id, version }) => [id, version]))

  expect(deleted.size).toBeGreaterThan(4)
  expect(gone).toEqual(expect.arrayContaining([...deleted]))
  expect(drafted).toEqual(expect.arrayContaining([...versions.keys()]))
  expect(gone.filter((id) => drafts.has(id))).toEqual([])
  for (const id of drafted.filter((one) => versions.has(one))) {
    const changes = updated.filter((one) => one === id).length
    expect(changes + 1).toBeGreaterThanOrEqual(versions.get(id) ?? 0)
    if (!gone.includes(id)) expect(drafts.get(id)).toBe(changes + 1)
  }
  expect([...drafts.keys()].filter((id) => !drafted.includes(id))).toEqual([])
}
