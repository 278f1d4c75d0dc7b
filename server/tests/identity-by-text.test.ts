// Nobody is who they say: no endpoint takes a name of a person as proof of who asks, or finds a person by a text that somebody types.
import { readdir, readFile } from 'node:fs/promises'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { openClinic } from './clinic.ts'
import { drAna, pia } from './people.ts'

/** Texts by which somebody is meant, and why each proves nothing alone. Another one is a reviewed change. */
const reviewed: Record<string, string> = {
  email:
    'where a mail goes to, or whom an administrator or patient means; what comes of it asks for the mailed link or for staff who verified',
  login: 'the name beside a password or a passkey',
  username: 'the name beside a password',
  displayName: 'how somebody is called',
  label: 'a word to search old cases by, for administrators',
  vendorId: 'a label of the service whose key speaks',
  externalReference: 'a label of the service whose key speaks',
  userHandle: 'what a passkey says beside its signature, which is what proves',
  member: 'a place in the answer of a partner',
  number: 'a member’s number: what a partner is asked about, or a search for those who read the journal',
}
/** A property that says which person is meant, whatever else it is called. */
const saysWho =
  /user|patient|doctor|physician|member|subject|owner|actor|login|email|identif|vendor|proxy|behalf|account|label|number|reference|displayName/i
/** Names that are of something else. */
const ofSomethingElse = /Mode$|Seconds$|Contexts$|^userAgent$|Index$|Required$|Limit/

test('[A52-54] no endpoint takes a text as an identity: whoever is meant is meant by an id, the few texts that name somebody are a reviewed list, and the old system’s identifier is known to the import alone', async () => {
  const found = new Map<string, string>()
  for (const [name, endpoint] of Object.entries<Endpoint>(api))
    for (const { property, schema } of textsIn(endpoint)) {
      if (!saysWho.test(property) || ofSomethingElse.test(property)) continue
      found.set(property, `${name}: ${JSON.stringify(schema)}`)
    }
  expect([...found].filter(([property]) => reviewed[property] === undefined)).toEqual([])
  expect([...found.keys()].toSorted()).toEqual(Object.keys(reviewed).toSorted())
  expect(JSON.stringify(Object.values<Endpoint>(api).map(({ body, query, params }) => [body, query, params]))).not.toMatch(
    /user_?identifier|user_?crypt/i,
  )
  const folder = new URL('../src/', import.meta.url)
  const naming: string[] = []
  for (const file of await readdir(folder, { recursive: true }))
    if (file.endsWith('.ts') && /user_?identifier/i.test(await readFile(new URL(file, folder), 'utf8'))) naming.push(file)
  expect(naming.filter((file) => !/^(features\/(importing|legacy)\/|console\/import-)/.test(file))).toEqual([])
})

test('[A52-54] who shows no credential and says who they are, in a header, in the address or in the body, is asked for a credential everywhere', async () => {
  const clinic = await openClinic({ flags: [] })
  const { userId, patientId = '' } = clinic.who(pia)
  const names = {
    user_identifier: pia.email,
    userIdentifier: 'pia',
    user_id: userId,
    userId,
    vendor_id: 'acme',
    vendorId: 'acme',
    patientId,
    doctorId: clinic.who(drAna).doctorId ?? '',
  }
  const headers = {
    'x-user-id': userId,
    'x-user-identifier': pia.email,
    'x-vendor-id': 'acme',
    'x-remote-user': pia.email,
    'x-api-key': 'acme',
    'content-type': 'application/json',
  }
  const guarded = Object.values<Endpoint>(api).filter(
    ({ access, strangersIn, flag }) => access !== 'public' && strangersIn === undefined && flag === undefined,
  )
  expect(guarded.length).toBeGreaterThan(100)
  for (const endpoint of guarded)
    for (const path of pathsOf(endpoint)) {
      const address = `${clinic.url}${path.replaceAll(/:\w+/g, patientId)}?${new URLSearchParams(names)}`
      const sent = endpoint.method === 'GET' ? {} : { body: JSON.stringify(names) }
      expect((await fetch(address, { method: endpoint.method, headers, ...sent })).status, `${endpoint.method} ${path}`).toBe(401)
    }
})

type Text = { property: string; schema: object }

/** Every property of what an endpoint takes that is a text without the form of an id, an instant or one of a few words. */
function textsIn({ body, query, params }: Endpoint): Text[] {
  return [body, query, params].flatMap((schema) => inside('', schema))
}

function inside(property: string, schema: unknown): Text[] {
  if (schema === null || typeof schema !== 'object') return []
  const parts: [string, unknown][] = [
    ...('properties' in schema && schema.properties !== null && typeof schema.properties === 'object'
      ? Object.entries(schema.properties)
      : []),
    ...('items' in schema ? [[property, schema.items] satisfies [string, unknown]] : []),
    ...('anyOf' in schema && Array.isArray(schema.anyOf) ? schema.anyOf.map((one): [string, unknown] => [property, one]) : []),
  ]
  const isText = 'type' in schema && schema.type === 'string' && !('format' in schema) && !('enum' in schema) && !('const' in schema)
  const isId = 'description' in schema && schema.description === 'UUID'
  return [...(isText && !isId ? [{ property, schema }] : []), ...parts.flatMap(([name, part]) => inside(name, part))]
}
