// Who gets what, walked in full: every endpoint by everybody on everything of their own, of others, of another organisation and of nobody.
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, onTestFinished, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import type { openApp } from '../src/app.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { cast, type Person, pia } from './people.ts'
import { type Answer, aboutOf, expectedOf, makeThings, readMatrix, step, type Thing, type World, walked } from './walk.ts'

const long = 240_000

/** The steps of one endpoint: on every thing of its kind and on one that never was. */
function stepsOf(world: World, [name, endpoint]: [string, Endpoint]): (Thing | undefined)[] {
  const about = aboutOf(name, endpoint)
  const things = about === undefined ? [] : world.things.filter((thing) => thing.type === about)
  // Signing a draft would change the world that is walked.
  return [...things.filter((thing) => !(name === 'signRecord' && thing.state === 'draft')), undefined]
}

async function walk(clinic: Clinic, url: string, world: World, visit: (person: Person, answer: Answer) => void, only = walked) {
  await Promise.all(
    cast.map(async (person) => {
      for (const pair of only)
        for (const thing of stepsOf(world, pair)) visit(person, await step({ url, token: clinic.token }, world, person, pair, thing))
    }),
  )
}

test(
  '[B108][F28][F29][C22][C30][C19][B204-207 part][T1 part][V8.2.1][V8.2.2 part][V8.3.1] every endpoint answers everybody as the matrix says, what is foreign or closed as what never was, and every denial is a row of the journal',
  async () => {
    const clinic = await openClinic()
    const world = await makeThings(clinic)
    const matrix = await readMatrix()
    const unexpected: string[] = []
    const refusals = new Map<string, { name: string; status: number; audit: string }>()
    const alike = new Map<string, Set<string>>()
    let steps = 0
    await walk(clinic, clinic.url, world, (person, answer) => {
      steps += 1
      const { name, endpoint, thing, status } = answer
      const expected = expectedOf(matrix, clinic, person, [name, endpoint], thing)
      const got = status === 403 || status === 404 ? status : status === 401 || status >= 500 ? status : 'allowed'
      const what = `${person.key} ${name} ${thing ? `${thing.organisation} ${thing.type} ${thing.state ?? ''}` : 'of nothing'}`
      if (got !== expected) unexpected.push(`${what}: ${status}, expected ${expected}: ${String(answer.said)}`)
      // Lists, counts and searches as well: no answer names a thing of another organisation, nor of another patient to a patient.
      // The journal names what somebody asked for and was denied: that they typed themselves.
      const told =
        name === 'listEvents' || name === 'exportEvents'
          ? []
          : world.things.filter((other) => !isTheirs(person, other) && String(answer.said).includes(other.id))
      if (told.length > 0) unexpected.push(`${what} names ${told.map(({ type }) => type).join(' and ')} of others`)
      if (got === 'allowed') return
      refusals.set(answer.requestId, { name: what, status, audit: endpoint.audit })
      const key = `${person.key} ${name} ${status}`
      alike.set(key, (alike.get(key) ?? new Set()).add(String(answer.said)))
    })
    expect(unexpected).toEqual([])
    expect(steps).toBeGreaterThan(cast.length * walked.length)
    expect([...alike].filter(([, answers]) => answers.size > 1)).toEqual([])

    const events = new Map((await clinic.events()).map((event) => [String(event.request_id), event]))
    const owed = [...refusals].filter(([, refusal]) => refusal.audit !== 'none')
    expect(owed.length).toBeGreaterThan(500)
    const missing = owed.filter(([id, refusal]) => {
      const event = events.get(id)
      return (
        event?.outcome !== 'denied' ||
        event.reason !== (refusal.status === 403 ? 'FORBIDDEN' : 'NOT_FOUND') ||
        event.action !== refusal.audit
      )
    })
    expect(missing).toEqual([])
  },
  long,
)

/** What somebody may hear of: what is of their organisation, and for a patient of it what is no other patient's. */
function isTheirs(person: Person, thing: Thing): boolean {
  if (thing.organisation !== person.organisation) return false
  return person.role !== 'patient' || thing.patientId === undefined || thing.owner === person.key
}

test('[C23] the record of a patient is read-only for them: every method that is no read is refused, on every path of records and history', async () => {
  const clinic = await openClinic()
  const world = await makeThings(clinic)
  const token = await clinic.token(pia)
  const own = world.things.filter((thing) => thing.patientId === clinic.who(pia).patientId)
  for (const [name, endpoint] of Object.entries<Endpoint>(api).filter(([, { path }]) => /^\/records|history|trends/.test(path))) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const { id } of own) {
        const [path = ''] = pathsOf(endpoint)
        const answer = await fetch(clinic.url + path.replace(':id', id), {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '"1"' },
          body: '{}',
        })
        expect([403, 404], `${method} ${name}`).toContain(answer.status)
      }
    }
  }
})

test(
  '[B26 part][C18][V8.3.1] with the permits switched off in a build made for it, row security alone still shows nobody a row that is not theirs',
  async () => {
    const mutant = await openMutant()
    const clinic = await openClinic({ openApp: mutant.openApp })
    const world = await makeThings(clinic)
    const matrix = await readMatrix()
    const shown: string[] = []
    let foreign = 0
    const about = new Set(['patient', 'appointment', 'record', 'case'])
    const reads = walked.filter(([name, endpoint]) => about.has(aboutOf(name, endpoint) ?? ''))
    await walk(
      clinic,
      clinic.url,
      world,
      (person, { name, endpoint, thing, status, said }) => {
        if (expectedOf(matrix, clinic, person, [name, endpoint], thing) !== 404 || name === 'verifyRecord') return
        foreign += 1
        if (status < 400 || (thing && String(said).includes(`"${thing.id}"`)))
          shown.push(`${person.key} ${name} ${thing?.organisation}: ${status}`)
      },
      reads,
    )
    expect(foreign).toBeGreaterThan(150)
    expect(shown).toEqual([])
    expect(await permitsAsked(mutant.folder)).toBe(false)
  },
  long,
)

/** The server's own source in a folder of its own, with one line of it taken out. The product has no switch for this. */
async function openMutant(): Promise<{ openApp: typeof openApp; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-mutant-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(join(root, 'server/src'), join(folder, 'server/src'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  const path = join(folder, 'server/src/security/permit.ts')
  const source = await readFile(path, 'utf8')
  const asked = `const found = relationOf(op.actor, permission, subject)\n    if (found === undefined) return refuse('NOT_FOUND')`
  if (!source.includes(asked)) throw new Error('the line that refuses is no longer where it was')
  await writeFile(path, source.replace(asked, `const found = relationOf(op.actor, permission, subject) ?? 'organisation'`))
  const built: { openApp: typeof openApp } = await import(/* @vite-ignore */ join(folder, 'server/src/app.ts'))
  return { openApp: built.openApp, folder }
}

/** Whether the build refuses a permit that nothing grants. */
async function permitsAsked(folder: string): Promise<boolean> {
  const { Permit } = await import(/* @vite-ignore */ join(folder, 'server/src/security/permit.ts'))
  const actor = { via: 'session', tenantId: 't', role: 'patient', name: '', patientId: 'one' }
  try {
    Permit.ask({ actor, tenantId: 't', trace: { admitted: () => {} } }, 'patient.read', { patientId: 'another' })
    return false
  } catch {
    return true
  }
}
