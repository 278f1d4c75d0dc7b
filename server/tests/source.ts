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
  /** Comparisons of something's `role` with a fixed name. */
  rolesNamed: string[]
}

const comparing = new Set(['===', '!==', '==', '!='])

/** Reads a file. `path` is relative to the repository and decides what its relative imports mean. Throws where it does not parse. */
export function readSource(path: string, code: string): Source {
  const { program, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const source: Source = { imports: [], casts: 0, texts: [], members: [], rolesNamed: [] }
  const imported = (written: unknown) => typeof written === 'string' && source.imports.push(resolve(path, written))
  const part = (node: { start: number; end: number }) => code.slice(node.start, node.end)

  new Visitor({
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
    MemberExpression: (node) => source.members.push(part(node)),
    BinaryExpression: ({ operator, left, right }) => {
      if (comparing.has(operator) && (isRole(part(left), right.type) || isRole(part(right), left.type))) {
        source.rolesNamed.push(`${part(left)} ${operator} ${part(right)}`)
      }
    },
  }).visit(program)
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
