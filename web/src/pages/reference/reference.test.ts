import type { Endpoint } from '@wardkeep/contract/endpoint.ts'
import { api, pathsOf } from '@wardkeep/contract/index.ts'
import { printOpenApi } from '@wardkeep/contract/openapi.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { found, grouped, readDescription } from './description.ts'
import { fieldsOf, formOf } from './shape.ts'

// As a browser gets it: through JSON, in which a shape keeps nothing but what it says.
const { operations, version } = readDescription(JSON.parse(JSON.stringify(printOpenApi(api, pathsOf, '1.2.3'))))

const endpoints: Record<string, Endpoint> = api

test('every path of the contract is shown, with its access, proof, event and refusals', () => {
  expect(version).toBe('1.2.3')
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const paths = pathsOf(endpoint).map((path) => path.replaceAll(/:([a-zA-Z]+)/g, '{$1}'))
    const operation = operations.find(({ id }) => id === name)
    expect(operation, name).toMatchObject({
      method: endpoint.method,
      path: paths[0],
      aliases: paths.slice(1),
      summary: endpoint.summary,
      access: endpoint.access,
      assurance: endpoint.assurance,
      audit: endpoint.audit,
      reply: { status: endpoint.status },
    })
    expect(operation?.refusals.flatMap(({ codes }) => codes)).toEqual(expect.arrayContaining([...endpoint.refusals]))
    for (const shape of ['params', 'query', 'body'] as const) {
      const fields = Object.keys(endpoint[shape]?.properties ?? {})
      const shown =
        shape === 'body' ? fieldsOf(operation?.body).map(({ path }) => path.replace('?', '')) : operation?.parameters.map((one) => one.name)
      expect(shown, `${name} ${shape}`).toEqual(expect.arrayContaining(fields))
    }
  }
  expect(operations).toHaveLength(Object.keys(endpoints).length)
  expect(grouped(operations).flatMap(([, members]) => members)).toHaveLength(operations.length)
})

test('a search finds by path, permission, event and refusal, and every word must fit', () => {
  const ids = (typed: string) => found(operations, typed).map(({ id }) => id)
  expect(ids('')).toHaveLength(operations.length)
  expect(ids('SLOT_TAKEN')).toContain('bookAppointment')
  expect(ids('/AUTH/login')).toContain('login')
  expect(ids('post appointment.book')).toEqual(['bookAppointment'])
  expect(ids('get appointment.book')).toEqual([])
})

test('a shape is told field by field, in the notation of the contract', () => {
  const body = operations.find(({ id }) => id === 'createRecord')?.body
  expect(fieldsOf(body)).toEqual(
    expect.arrayContaining([
      { path: 'patientId', form: 'string (UUID)' },
      { path: 'sections', form: expect.stringMatching(/^object\[\]/) },
      { path: 'sections[].text', form: expect.stringMatching(/^string ≤|^string \d+–/) },
    ]),
  )
  expect(formOf({ anyOf: [{ type: 'null' }, { type: 'array', items: { enum: ['a', 1] } }] })).toBe("null | ('a' | 1)[]")
  expect(
    fieldsOf({
      anyOf: [
        { type: 'object', properties: { a: {} } },
        { type: 'object', properties: { b: {} } },
      ],
    }),
  ).toEqual([
    { path: '#1.a?', form: 'any' },
    { path: '#2.b?', form: 'any' },
  ])
})

test('whatever stands in a schema, it is told and never breaks the page', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (schema) => {
      expect(fieldsOf(schema).length).toBeGreaterThan(0)
    }),
  )
})

test('a document that describes nothing is refused', () => {
  for (const document of [null, {}, { info: {}, paths: [] }, '<html>']) expect(() => readDescription(document)).toThrow('another form')
})
