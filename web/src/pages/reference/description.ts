// The server's own description of its API (/openapi.json), read into what the page shows. It is checked, never trusted to have a shape.
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

/** One endpoint; `schema`s are JSON Schema, read by shape.ts. */
export type Operation = {
  id: string
  method: string
  path: string
  aliases: string[]
  group: string
  summary: string
  /** The permission that it needs, or `public`. */
  access: string
  assurance: { level: number; freshWithin?: number }
  /** The event that it leaves, or `none`. */
  audit: string
  parameters: { name: string; in: string; required: boolean; schema: unknown }[]
  body: unknown
  reply: { status: number; schema: unknown } | undefined
  refusals: { status: number; codes: string[] }[]
}

export type Description = { version: string; operations: Operation[] }

const Content = Type.Optional(Type.Record(Type.String(), Type.Object({ schema: Type.Unknown() })))
const Described = Type.Object({
  operationId: Type.String(),
  tags: Type.Array(Type.String()),
  summary: Type.String(),
  'x-access': Type.String(),
  'x-assurance': Type.Object({ level: Type.Number(), freshWithin: Type.Optional(Type.Number()) }),
  'x-audit': Type.String(),
  'x-alias-of': Type.Optional(Type.String()),
  parameters: Type.Array(Type.Object({ name: Type.String(), in: Type.String(), required: Type.Boolean(), schema: Type.Unknown() })),
  requestBody: Type.Optional(Type.Object({ content: Content })),
  responses: Type.Record(Type.String(), Type.Object({ 'x-codes': Type.Optional(Type.Array(Type.String())), content: Content })),
})
const Document = Type.Object({
  info: Type.Object({ version: Type.String() }),
  paths: Type.Record(Type.String(), Type.Record(Type.String(), Described)),
})

/** Every endpoint in the order of the description, with its aliases folded into it. Throws where the document is no such description. */
export function readDescription(document: unknown): Description {
  if (!Value.Check(Document, document)) throw new Error('The description of the API has another form than this page reads.')
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), described })),
  )
  const aliasesOf = (id: string) => all.filter(({ described }) => described['x-alias-of'] === id).map(({ path }) => path)
  const operations = all
    .filter(({ described }) => described['x-alias-of'] === undefined)
    .map(({ path, method, described }) => ({ path, method, ...operationOf(described), aliases: aliasesOf(described.operationId) }))
  return { version: document.info.version, operations }
}

/** The operations by the noun they are about, in the order in which the nouns first appear. */
export function grouped(operations: readonly Operation[]): [group: string, operations: Operation[]][] {
  return [...Map.groupBy(operations, (operation) => operation.group)]
}

/** Those in which every word that was typed stands somewhere: in path, summary, permission, event, parameters or refusals. */
export function found(operations: readonly Operation[], typed: string): Operation[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return operations.filter((operation) => {
    const text = [
      operation.id,
      `${operation.method} ${operation.path}`,
      ...operation.aliases,
      operation.summary,
      operation.access,
      operation.audit,
      ...operation.parameters.map(({ name }) => name),
      ...operation.refusals.flatMap(({ codes }) => codes),
    ]
    return words.every((word) => text.join(' ').toLowerCase().includes(word))
  })
}

function operationOf(described: Static<typeof Described>) {
  const answers = Object.entries(described.responses).map(([status, answer]) => ({ status: Number(status), ...answer }))
  const reply = answers.find((answer) => answer['x-codes'] === undefined)
  return {
    id: described.operationId,
    group: described.tags[0] ?? '',
    summary: described.summary,
    access: described['x-access'],
    assurance: described['x-assurance'],
    audit: described['x-audit'],
    parameters: described.parameters,
    body: Object.values(described.requestBody?.content ?? {})[0]?.schema,
    reply: reply && { status: reply.status, schema: reply.content?.['application/json']?.schema },
    refusals: answers.flatMap(({ status, 'x-codes': codes }) => (codes ? [{ status, codes }] : [])),
  }
}
