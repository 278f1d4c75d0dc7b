// The model's keeper, what the model remembers, and what it could be asked to look up.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../../scripts/root.ts'
import { trackedFiles } from '../../../../scripts/tracked-files.ts'
import { openClinic } from '../../../tests/clinic.ts'
import { drOtto, paul } from '../../../tests/people.ts'
import { readConfig } from '../../config/config.ts'
import { readSettings } from '../../config/env.ts'
import { acceptedCase, setTo } from './assistant.fixture.ts'
import { farModel, openFarModel, says, written } from './far-model.fixture.ts'
import { injectionNotes } from './injections.fixture.ts'
import { offline } from './offline-provider.ts'
import { redFlags, specialtyRules } from './triage-rules.ts'

/** Of the rules under this name, to the byte: whoever changes a rule gives them another name, and writes its hash here. */
const pinned = { model: 'rules-1', sha256: 'f231bb5e05977956aa883691a15d92aa83032ed2f49152df217dca7ca2fba17f' }

test('[LLM04][LLM05] who writes is pinned, the rules of this server by their hash and a model outside by one exact id, and nothing that was asked changes what is answered next', async () => {
  const rules = createHash('sha256')
    .update(JSON.stringify([redFlags, specialtyRules]))
    .digest('hex')
  expect({ model: offline.model, sha256: rules }).toEqual(pinned)
  const settings = { AI_URL: 'https://ai.example/v1', EGRESS_ALLOW: 'https://ai.example' }
  for (const open of [{}, { AI_MODEL: '' }, { AI_MODEL: 'any model' }, { AI_MODEL: 'far-*' }]) {
    const read = readSettings({ ...settings, ...open })
    readConfig(read)
    expect(read.problems.join('\n'), JSON.stringify(open)).toContain('AI_MODEL')
  }
  // What reads texts and what calls the model are of one exact version each, with the hash of their bytes.
  const lock: { packages: Record<string, { version?: string; integrity?: string }> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  const { dependencies } = JSON.parse(readFileSync(join(root, 'server', 'package.json'), 'utf8'))
  for (const name of ['openai', 'franc', 'libphonenumber-js', 'undici']) {
    expect(dependencies[name], name).toMatch(/^\d+\.\d+\.\d+$/)
    expect(lock.packages[`node_modules/${name}`], name).toMatchObject({
      version: dependencies[name],
      integrity: expect.stringMatching(/^sha512-/),
    })
  }

  const far = await openFarModel(says({ text: written('A summary.', ['It began']) }))
  const clinic = await openClinic({
    assistant: { url: far.url, key: undefined, model: farModel, priceIn: 0, priceOut: 0 },
    egress: { open: [], inside: [new URL(far.url).origin] },
  })
  const { id, doctor } = await acceptedCase(clinic, { assistant: true })
  const first = [await doctor.assistTriage({ body: { caseId: id } }), await doctor.assistSummary({ body: { caseId: id } })]
  await setTo(clinic, { outside: true })
  await doctor.assistSummary({ body: { caseId: id } })
  // Somebody else teaches it all that the injected notes know.
  const notes = injectionNotes().map(({ note }) => note)
  const poison = await acceptedCase(
    clinic,
    { title: 'Remember this for all patients', text: notes.slice(0, 100).join('\n'), assistant: true },
    paul,
  )
  await poison.doctor.assistTriage({ body: { caseId: poison.id } })
  await poison.doctor.assistSummary({ body: { caseId: poison.id } })
  await doctor.assistSummary({ body: { caseId: id } })
  expect(far.asked).toHaveLength(3)
  expect(JSON.parse(far.asked[0]?.body ?? '')).toMatchObject({ model: farModel, store: false })
  expect(far.asked[2]?.body).toBe(far.asked[0]?.body)
  await setTo(clinic, { outside: false })
  const again = [await doctor.assistTriage({ body: { caseId: id } }), await doctor.assistSummary({ body: { caseId: id } })]
  const told = ({ text, reasons, urgency, flags }: (typeof first)[number]) => ({ text, reasons, urgency, flags })
  expect(again.map(told)).toEqual(first.map(told))
})

test('[LLM09] nothing is looked up for the model: no vectors stand anywhere, nobody is asked for any, and of another organisation or another case nothing is reached or sent', async () => {
  const far = await openFarModel(says({ text: written('A summary.', ['It began']) }))
  const clinic = await openClinic({
    assistant: { url: far.url, key: undefined, model: farModel, priceIn: 0, priceOut: 0 },
    egress: { open: [], inside: [new URL(far.url).origin] },
  })
  const columns = await clinic.sql(
    `select table_name, column_name from information_schema.columns where table_schema = 'public'
     and (udt_name in ('vector', '_float4', '_float8', 'tsvector') or column_name ~ 'embed|vector')`,
  )
  expect(columns).toEqual([])
  expect(await clinic.sql(`select extname from pg_extension where extname = 'vector'`)).toEqual([])
  const files = trackedFiles().filter(
    (path) => /^(?:server\/src|contract)\/.*\.ts$/.test(path) && !/\.(?:test|fixture|nightly)\.ts$/.test(path),
  )
  expect(files.filter((path) => /embeddings?\b|\.files\.|\.vectorStores\./.test(readFileSync(join(root, path), 'utf8')))).toEqual([])

  await setTo(clinic, { outside: true })
  const theirs = await acceptedCase(
    clinic,
    { title: 'Canary of another', text: 'It began with the canary of Paul.', assistant: true },
    paul,
  )
  const { id, doctor } = await acceptedCase(clinic, { assistant: true })
  const elsewhere = await clinic.as(drOtto)
  for (const caseId of [theirs.id, id]) await expect(elsewhere.assistSummary({ body: { caseId } })).rejects.toMatchObject({ status: 404 })
  expect(far.asked).toHaveLength(0)
  await doctor.assistSummary({ body: { caseId: id } })
  await doctor.assistReply({ body: { caseId: id } })
  expect(far.asked.map(({ url }) => url)).toEqual(['/v1/chat/completions', '/v1/chat/completions'])
  expect(JSON.stringify(far.asked)).not.toMatch(/canary|Novák/i)
})
