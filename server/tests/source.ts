// One source file as the facts that the architecture test judges, taken from its syntax tree: words in comments and texts count for nothing.
import { posix } from 'node:path'
import { parseSync, Visitor } from 'vite'

export type Source = {
  /** What it imports or re-exports: a path of the repository where it is ours, else the package as written. */
  imports: string[]
  /** Casts by `as`, `as const` left out. */
  casts: number
  /** Every string and template, holes as `?`. */
  texts: string[]
  /** Members read, like `process.env` or `crypto.subtle`. */
  members: string[]
  /** Ways out of the process that are named without an import, like the global `fetch`. */
  waysOut: string[]
  /** Comparisons of something's `role` with a fixed name. */
  rolesNamed: string[]
}

const waysOut = new Set(['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'])
const comparing = new Set(['===', '!==', '==', '!='])

/** Reads a file. `path` is relative to the repository and decides what its relative imports mean. Throws where it does not parse. */
export function readSource(path: string, code: string): Source {
  const { program, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const source: Source = { imports: [], casts: 0, texts: [], members: [], waysOut: [], rolesNamed: [] }
  const imported = (written: unknown) => typeof written === 'string' && source.imports.push(resolve(path, written))
  const part = (node: { start: number; end: number }) => code.slice(node.start, node.end)

  // The name of a member or a type is no use of the global of that name: `{ fetch: outbound(…) }`, `typeof fetch`.
  const namesOnly = new Set<number>()
  const named: { name: string; start: number }[] = []
  new Visitor({
    Identifier: ({ name, start }) => waysOut.has(name) && named.push({ name, start }),
    Property: ({ key, shorthand }) => !shorthand && namesOnly.add(key.start),
    TSTypeQuery: ({ exprName }) => namesOnly.add(exprName.start),
    TSTypeReference: ({ typeName }) => namesOnly.add(typeName.start),
    TSPropertySignature: ({ key }) => namesOnly.add(key.start),
    ImportDeclaration: (node) => imported(node.source.value),
    ExportAllDeclaration: (node) => imported(node.source.value),
    ExportNamedDeclaration: (node) => imported(node.source?.value),
    ImportExpression: (node) => node.source.type === 'Literal' && imported(node.source.value),
    TSImportType: (node) => imported(node.source.value),
    TSAsExpression: (node) => {
      if (part(node.typeAnnotation) !== 'const') source.casts += 1
    },
    Literal: (node) => typeof node.value === 'string' && source.texts.push(node.value),
    TemplateLiteral: (node) => source.texts.push(node.quasis.map((quasi) => quasi.value.raw).join('?')),
    MemberExpression: (node) => {
      source.members.push(part(node))
      if (!/^(?:globalThis|global|self|window)$/.test(part(node.object))) namesOnly.add(node.property.start)
    },
    BinaryExpression: ({ operator, left, right }) => {
      if (comparing.has(operator) && (isRole(part(left), right.type) || isRole(part(right), left.type))) {
        source.rolesNamed.push(`${part(left)} ${operator} ${part(right)}`)
      }
    },
  }).visit(program)
  source.waysOut = named.filter(({ start }) => !namesOnly.has(start)).map(({ name }) => name)
  return source
}

function isRole(expression: string, otherType: string): boolean {
  return otherType === 'Literal' && /(?:^|[.?])role$/i.test(expression)
}

function resolve(path: string, written: string): string {
  if (written.startsWith('.')) return posix.join(posix.dirname(path), written)
  const workspace = /^@wardkeep\/(\w+)(?:\/(.*))?$/.exec(written)
  return workspace ? `${workspace[1]}/${workspace[2] ?? (workspace[1] === 'server' ? 'src/console.ts' : 'index.ts')}` : written
}
