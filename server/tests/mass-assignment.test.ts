// What a body does not name it cannot set: not a column, not a role, not a permission, at any depth.
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { roles } from '@wardkeep/contract/identity.ts'
import { permissions, relations } from '@wardkeep/contract/permissions.ts'
import { expect, test } from 'vitest'
import { callerOf } from './asking.fixture.ts'
import { openClinic } from './clinic.ts'
import { aud, drAna, max, pia, rita } from './people.ts'
import { nowhere } from './walk.ts'

const withBody = Object.entries<Endpoint>(api).filter(([, endpoint]) => endpoint.body)
/** What an authenticator app or browser fills in: opaque to us, and nothing of it is stored under its own name. */
const opaque = new Set(['clientExtensionResults'])

test('[T12][C15-17][V15.3.3] every column of every table and every word of the policy, put into every body of the contract at every depth, is refused, and nothing of anybody has changed', async () => {
  const clinic = await openClinic()
  const columns = await clinic.sql(
    `select distinct column_name::text as name from information_schema.columns where table_schema = 'public' order by 1`,
  )
  const snake = columns.map((row) => String(row.name))
  const camel = snake.map((name) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()))
  const policy = [
    ...roles,
    ...relations,
    ...permissions,
    'role',
    'roles',
    'permissions',
    'can',
    'isAdmin',
    'is_admin',
    'admin',
    '__proto__x',
    'constructor',
  ]
  const names = [...new Set([...snake, ...camel, ...policy])]
  expect(names.length).toBeGreaterThan(200)

  // Every object of every body refuses what it does not name, so no depth is open.
  const open = withBody.flatMap(([name, endpoint]) => openObjects(endpoint.body, name))
  expect(open).toEqual([])

  const state = () =>
    clinic.sql(`select (select json_agg(u order by id) from users u) as users, (select json_agg(p order by id) from patients p) as patients,
        (select json_agg(o order by tenant_id) from organisations o) as organisations, (select json_agg(d order by id) from doctors d) as doctors,
        (select json_agg(r order by id) from care_relations r) as care`)
  const tokens = new Map(
    await Promise.all([pia, drAna, rita, aud, max].map(async (person) => [person, await clinic.token(person)] as const)),
  )
  const before = await state()
  const accepted: string[] = []
  let asked = 0
  for (const [name, endpoint] of withBody) {
    const caller = callerOf(endpoint)
    const [path = ''] = pathsOf(endpoint)
    const known = Object.keys(endpoint.body?.properties ?? {})
    const post = async (body: Record<string, string>) => {
      asked += 1
      return fetch(clinic.url + path.replaceAll(/:\w+/g, nowhere), {
        method: endpoint.method,
        headers: {
          'content-type': endpoint.form ? 'application/x-www-form-urlencoded' : 'application/json',
          'if-match': '"1"',
          ...(caller && { authorization: `Bearer ${tokens.get(caller)}` }),
        },
        body: endpoint.form ? new URLSearchParams(body).toString() : JSON.stringify(body),
      })
    }
    // One by one for the words that would hurt most; all at once for the rest, which are refused by the same rule.
    const most = [
      'role',
      'tenantId',
      'tenant_id',
      'patient_id',
      'doctor_id',
      'active',
      'state',
      'version',
      'id',
      'permissions',
      'author_id',
      'password_hash',
    ]
    for (const word of most.filter((word) => !known.includes(word))) {
      const answer = await post({ [word]: 'admin' })
      const said = await answer.text()
      if (answer.status !== 400 || !said.includes(word)) accepted.push(`${name} ${word}: ${answer.status} ${said}`)
    }
    const rest = Object.fromEntries(names.filter((word) => !known.includes(word)).map((word) => [word, 'admin']))
    const answer = await post(rest)
    if (answer.status !== 400) accepted.push(`${name} all: ${answer.status}`)
  }
  expect(accepted).toEqual([])
  expect(asked).toBeGreaterThan(300)
  expect(await state()).toEqual(before)
}, 180_000)

/** The objects of a schema that would take what they do not name. */
function openObjects(schema: unknown, path: string): string[] {
  if (schema === null || typeof schema !== 'object') return []
  const { type, properties, additionalProperties, items, anyOf } = Object(schema)
  const inside = [
    ...Object.entries(properties ?? {}).flatMap(([name, field]) => (opaque.has(name) ? [] : openObjects(field, `${path}.${name}`))),
    ...openObjects(items, `${path}[]`),
    ...(Array.isArray(anyOf) ? anyOf.flatMap((one: unknown) => openObjects(one, path)) : []),
  ]
  return type === 'object' && additionalProperties !== false ? [path, ...inside] : inside
}
