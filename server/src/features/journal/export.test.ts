import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { exportedAtOnce } from '@wardkeep/contract/journal.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, castPassword, drAna, drIdan, drOtto, max, mira, pia, rita } from '../../../tests/people.ts'
import { reason } from '../break-glass/break-glass.fixture.ts'
import { bearer, enrol, eventsOf, fromElsewhere, type Pair, pairOf, post, send } from '../identity/identity.fixture.ts'
import { assign, note } from '../records/records.fixture.ts'
import { csvLine } from './csv-rules.ts'

const endpoints = Object.entries<Endpoint>(api)

test('[F17][V7.5.3] signing a record, opening a chart in an emergency, exporting, giving a role, handling keys and looking at what others did are refused with the challenge of RFC 9470 once the proof is older than their minutes, leave nothing done, and go through after the next; keys are rotated by no request', async () => {
  const clinic = await openClinic()
  await clinic.sql('update organisations set staff_idle_seconds = 604800')
  await assign(clinic, drAna, pia)
  const { id: recordId } = await (await clinic.as(drAna)).createRecord({ body: { patientId: clinic.who(pia).patientId ?? '', ...note } })
  const key = await (await clinic.as(max)).makeApiKey({ body: { service: { name: 'Vendor' }, scopes: ['doctor.list'] } })
  const chart = clinic.who(pia).patientId ?? ''
  const acts = {
    signRecord: [drAna, 300, `/api/records/${recordId}/signatures`, {}],
    exportEvents: [aud, 300, '/api/audit/export', undefined],
    makeApiKey: [max, 300, '/api/api-keys', { service: { name: 'Other' }, scopes: ['doctor.list'] }],
    revokeApiKey: [max, 300, `/api/api-keys/${key.apiKey.id}`, undefined],
    listEvents: [aud, 900, '/api/audit/events', undefined],
    listMemberChecks: [aud, 900, '/api/audit/member-checks', undefined],
    readAccessLog: [max, 900, `/api/patients/${chart}/access-log`, undefined],
    openBreakGlass: [drIdan, 300, '/api/break-glass', { patient: { id: chart }, reason }],
    changeRole: [max, 300, `/api/users/${clinic.who(rita).userId}/role`, { role: 'auditor' }],
  } as const
  const named = endpoints.filter(
    ([name, { path, access }]) =>
      /export|signatures$/.test(path) || /^(journal|access-log)\./.test(access) || /ApiKey$|^openBreakGlass$|Role$/.test(name),
  )
  expect(named.map(([name]) => name).toSorted()).toEqual(Object.keys(acts).toSorted())
  // A mailed link is renewed by who holds it, and that is no key.
  const renewing = endpoints.flatMap(([, endpoint]) => pathsOf(endpoint)).filter((path) => /rotat|renew|rekey|token-keys/.test(path))
  expect(renewing).toEqual(['/api/auth/link/renewal'])

  for (const [name, [person, seconds, path, body]] of Object.entries(acts)) {
    const endpoint = endpoints.find(([known]) => known === name)?.[1]
    let pair: Pair = await pairOf(clinic, person)
    const later = async (passed: number) => {
      clinic.clock.pass(passed)
      pair = await clinic.stranger().refresh({ body: { refreshToken: pair.refreshToken } })
    }
    const act = () => send(clinic, endpoint?.method ?? '', path, { headers: bearer(pair.accessToken), ...(body && { body }) })
    await later(seconds + 1)
    const refused = await act()
    expect(refused, name).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
    expect(refused.headers.get('www-authenticate'), name).toBe(
      `Bearer error="insufficient_user_authentication", acr_values="aal1", max_age=${seconds}`,
    )
    expect(await eventsOf(clinic, refused.requestId), name).toMatchObject([{ action: endpoint?.audit, outcome: 'denied' }])
    await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, bearer(pair.accessToken))
    await later(seconds - 60)
    expect((await act()).status, name).toBe(endpoint?.status)
  }
})

test('an export is asked of who has a second factor by that factor, and of nobody who may not read the journal', async () => {
  const clinic = await openClinic()
  const session = await pairOf(clinic, max)
  const before = await pairOf(clinic, max)
  await enrol(clinic, session.accessToken)
  const ask = (token: string) => send(clinic, 'GET', '/api/audit/export', { headers: bearer(token) })
  expect((await ask(session.accessToken)).status).toBe(200)
  const one = await ask(before.accessToken)
  expect([one.status, one.headers.get('www-authenticate')?.includes('acr_values="aal2"')]).toEqual([401, true])
  for (const person of [pia, drAna, rita]) expect((await ask(await clinic.token(person))).status).toBe(403)
})

test('an export holds what the viewer shows under the same filters, of the own organisation alone, in parts that follow one another, and no text of a caller is a formula', async () => {
  const clinic = await openClinic()
  const agent = '=HYPERLINK("http://evil.test","click")'
  const signIn = { login: pia.email, password: castPassword }
  await post(clinic, '/api/auth/login', signIn, { 'user-agent': agent, ...fromElsewhere() })
  await post(clinic, '/api/auth/login', { login: drOtto.email, password: castPassword })
  const admin = await clinic.as(max)
  const { text, count, next } = await admin.exportEvents({ query: { action: 'session.signed-in' } })
  const shown = await admin.listEvents({ query: { action: 'session.signed-in', limit: 100 } })
  const [head = [], ...lines] = parsed(text)
  const cell = (line: string[] | undefined, name: string) => line?.[head.indexOf(name)]
  expect([count, next, lines.length]).toEqual([shown.items.length, null, shown.items.length])
  expect(lines.map((line) => cell(line, 'id'))).toEqual(shown.items.map(({ id }) => id))
  const pias = lines.find((line) => cell(line, 'actorId') === clinic.who(pia).userId)
  expect([cell(pias, 'actorName'), cell(pias, 'userAgent')]).toEqual([pia.displayName, `'${agent}`])
  expect(text).not.toContain(clinic.who(drOtto).userId)
  const [own] = (await admin.listEvents({ query: { action: 'journal.exported' } })).items
  expect(own).toMatchObject({ outcome: 'allowed', actor: { id: clinic.who(max).userId } })

  const { tenantId, userId } = clinic.who(mira)
  await clinic.sql(
    `insert into audit_events (tenant_id, id, actor_id, actor_role, via, action, outcome, patient_ids, request_id, who, mac)
     select $1, ('0189' || lpad(to_hex(n), 4, '0') || '-0000-7000-8000-000000000000')::uuid, $2, 'admin', 'session', 'session.read', 'allowed', '{}', gen_random_uuid(),
       (select who from audit_events limit 1), (select mac from audit_events limit 1) from generate_series(1, $3::integer) n`,
    [tenantId, userId, exportedAtOnce + 10],
  )
  const other = await clinic.as(mira)
  const first = await other.exportEvents({ query: { action: 'session.read' } })
  const second = await other.exportEvents({ query: { action: 'session.read', ...(first.next && { cursor: first.next }) } })
  expect([first.count, second.count, second.next]).toEqual([exportedAtOnce, 10, null])
  const ids = parsed(first.text + second.text).map((line) => line.at(-1))
  expect([ids.length, new Set(ids).size]).toEqual([exportedAtOnce + 11, exportedAtOnce + 11])
})

test('whatever a cell holds, one line is read back from it, the same but for an apostrophe before what would be a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
      const [line = [], ...more] = parsed(csvLine(cells))
      expect(more).toEqual([])
      expect(line.map((cell, at) => (cell === cells[at] ? cell : cell.slice(1)))).toEqual(cells)
      for (const cell of line) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
  for (const text of ['=1', ' =1', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1', '＝1']) expect(csvLine([text])).toBe(`"'${text}"\r\n`)
})

/** Reads CSV as RFC 4180 has it, all cells in quotes. */
function parsed(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  for (const [, cell = '', end] of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    line.push(cell.replaceAll('""', '"'))
    if (end === ',') continue
    lines.push(line)
    line = []
  }
  return lines
}
