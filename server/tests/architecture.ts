// The house's rules about who may import whom, as one table and the few lines that hold a set of files to it.
import { readSource, type Source } from './source.ts'

type Room = { name: string; holds: RegExp; sees: string[] }

/** A file stands in the first room that holds it, and may import from its own room and the rooms it sees. */
export const rooms: Room[] = [
  { name: 'contract', holds: /^contract\//, sees: [] },
  { name: 'client', holds: /^client\//, sees: ['contract'] },
  { name: 'web', holds: /^web\/src\//, sees: ['client', 'contract'] },
  { name: 'cli', holds: /^cli\//, sees: ['client', 'contract', 'console'] },
  { name: 'platform', holds: /^server\/src\/platform\//, sees: ['contract'] },
  { name: 'security', holds: /^server\/src\/security\//, sees: ['platform', 'contract'] },
  { name: 'features', holds: /^server\/src\/features\//, sees: ['security', 'platform', 'contract'] },
  { name: 'config', holds: /^server\/src\/config\//, sees: ['platform', 'contract'] },
  // The demo clinic is made from above: through the doors of the features, and through the client.
  { name: 'demo', holds: /^server\/src\/demo\//, sees: ['features', 'security', 'platform', 'client', 'contract'] },
  // The `wardkeep` command hands its host verbs to this room.
  {
    name: 'console',
    holds: /^server\/src\/console(?:\.ts$|\/)/,
    sees: ['wiring', 'demo', 'config', 'features', 'security', 'platform', 'contract'],
  },
  {
    name: 'wiring',
    holds: /^server\/src\/[^/]+\.ts$/,
    sees: ['console', 'demo', 'config', 'features', 'security', 'platform', 'contract'],
  },
]

/** Which feature may use which other, through its door (`index.ts`) alone. A new edge is a reviewed change. */
export const featureEdges: Record<string, string[]> = {
  identity: ['mail', 'organisations', 'patients', 'alerts'],
  doctors: ['holidays', 'organisations', 'visit-types'],
  patients: ['organisations'],
  scheduling: ['doctors', 'mail', 'patients'],
  records: ['doctors', 'patients', 'scheduling'],
  invitations: ['doctors', 'identity', 'mail', 'patients', 'records'],
  journal: ['patients'],
  'api-keys': ['identity'],
  usage: ['identity'],
  access: ['doctors', 'patients'],
  alerts: ['mail'],
  reviews: ['patients'],
  'break-glass': ['alerts', 'patients', 'reviews'],
  proxies: ['identity', 'mail', 'patients'],
  acting: ['patients'],
  calendar: ['identity', 'scheduling'],
  cases: ['alerts', 'doctors', 'identity', 'mail', 'patients'],
  reminders: ['mail'],
  assistant: ['cases', 'patients'],
  waitlist: ['doctors', 'mail', 'patients', 'scheduling', 'visit-types'],
  partners: ['patients'],
  legacy: ['partners', 'patients'],
  importing: ['identity', 'organisations', 'doctors', 'patients', 'scheduling', 'records', 'legacy', 'partners'],
}

/** The jobs of a feature's files and which of them each may use; files of other names hold a subject and are free of SQL and HTTP. */
const jobs: Record<string, string[]> = {
  routes: ['actions', 'subject'],
  actions: ['actions', 'rules', 'store', 'subject'],
  rules: ['rules', 'subject'],
  store: ['store', 'rules', 'subject'],
  subject: ['rules', 'subject'],
  index: ['index', 'routes', 'actions', 'rules', 'store', 'subject'],
}

const stores = /(?:^|[-/])store\.ts$/
const mayHoldSql = new RegExp(`${stores.source}|^server/src/platform/(?:database|batch|migrat|roles|server-lock|[a-z-]*postgres)`)
const mayCast = new RegExp(`${mayHoldSql.source}|^server/src/security/(?:database|input)\\.ts$|^client/index\\.ts$`)
const mayHash = /^server\/src\/(?:security\/vault\/|platform\/(?:ids|migrations|postgres-folder|random)\.ts)/
const mayReadEnvironment = /^server\/src\/config\/|^cli\/config\.ts$/
const maySeeFastify = /(?:^|[-/])routes\.ts$|^server\/src\/(?:platform\/|security\/gate\/|security\/guard\.ts|app\.ts|main\.ts)/
const mayNameRoles = /(?:^|\/)policy\.ts$/
// Calls outside leave through the egress; mail has a protocol of its own.
const mayCallOut = /^server\/src\/platform\/egress\//
const clients = /^(?:undici|nodemailer|axios|got|ky|node-fetch|cross-fetch|(?:node:)?(?:https|http2|tls|dgram|dns)(?:\/promises)?)$/
/** Those that listen, and those that look at the head of what came in or at the form of an address. */
const mayListen = /^server\/src\/(?:platform\/(?:http|private-server|framing|caller-address|networks)|security\/guard|start-up)\.ts$/
const kebabCase = /(?:^|\/)[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/
const sql =
  /^\s*(?:select\s|insert\s+into\s|update\s+[\w.?"]+\s+(?:\w+\s+)?set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|(?:create|alter|drop|truncate)\s+(?:table|role|schema|database|index|type)\b|set\s+(?:local|role)\s|(?:begin|commit|rollback)\s)/i
// `do update set` and `for update skip locked` name no table.
const writes = /\b(?:insert\s+into|update(?!\s+(?:set|skip|of)\b)|delete\s+from)\s+(?:only\s+)?"?([a-z_]+)"?(?=\s|\()/gi

/** Every breach of the house's rules in a set of files (path relative to the repository → code), one sentence each. Tests and their fixtures are not held. */
export function breaches(files: Map<string, string>, edges = featureEdges): string[] {
  const read = [...files]
    .filter(([path]) => !/\.(?:test|fixture)\.tsx?$/.test(path))
    .map(([path, code]) => ({ path, source: /\.tsx?$/.test(path) ? readSource(path, code) : undefined }))
  const sources = read.flatMap(({ path, source }) => (source ? [{ path, source }] : []))
  return [
    ...read.filter(({ path }) => !kebabCase.test(path)).map(({ path }) => `${path} is not named in kebab-case`),
    ...sources.flatMap(({ path, source }) => [...importBreaches(path, source, edges), ...contentBreaches(path, source)]),
    ...tablesOfTwoOwners(sources),
    ...cycles(edges),
  ]
}

function importBreaches(path: string, { imports }: Source, edges: Record<string, string[]>): string[] {
  const room = roomOf(path)
  if (!room) return [`${path} stands in no room of the house`]
  return imports.flatMap((to) => {
    const other = roomOf(to)
    if (!other) return outsideBreaches(path, to)
    if (other !== room && !room.sees.includes(other.name)) return [`${path} imports ${to}, but ${room.name} may not see ${other.name}`]
    return room === other && room.name === 'features' ? featureBreaches(path, to, edges) : []
  })
}

function outsideBreaches(path: string, to: string): string[] {
  if (/^(?:node:)?crypto$/.test(to) && !mayHash.test(path)) return [`${path} imports ${to}, which is the vault's alone`]
  if (/^(?:fastify$|@fastify\/)/.test(to) && !maySeeFastify.test(path)) return [`${path} imports ${to}, but only routes see HTTP`]
  if (path.startsWith('server/src/') && clients.test(to) && !mayCallOut.test(path) && path !== 'server/src/platform/mail.ts')
    return [`${path} imports ${to}, but calls outside leave through the egress`]
  if (path.startsWith('server/src/') && /^(?:node:)?(?:http|net)$/.test(to) && !mayListen.test(path) && !mayCallOut.test(path))
    return [`${path} imports ${to}, but few files listen and none of them calls`]
  if (to.startsWith('node:') && jobOf(path) === 'rules') return [`${path} imports ${to}, but rules do no I/O`]
  if (/^(?:server|web|cli|journeys|scripts|bench)\//.test(to)) return [`${path} imports ${to}, which is no room of the product`]
  return []
}

function featureBreaches(path: string, to: string, edges: Record<string, string[]>): string[] {
  const [from, other] = [featureOf(path), featureOf(to)]
  if (from === other)
    return jobs[jobOf(path)]?.includes(jobOf(to)) ? [] : [`${path} imports ${to}, but ${jobOf(path)} may not use ${jobOf(to)}`]
  if (!edges[from]?.includes(other)) return [`${path} imports ${to}, but no edge from ${from} to ${other} is written down`]
  return to === `server/src/features/${other}/index.ts` ? [] : [`${path} imports ${to}, not the door of ${other}`]
}

function contentBreaches(path: string, source: Source): string[] {
  const server = path.startsWith('server/')
  const clock = source.members.some((member) => /^(?:Date|Temporal)\.[nN]ow$/.test(member))
  return [
    ...(source.casts > 0 && !mayCast.test(path) ? [`${path} casts by \`as\``] : []),
    ...(server && !mayHoldSql.test(path) && source.texts.some(isSql) ? [`${path} holds SQL`] : []),
    ...(source.members.includes('process.env') && !mayReadEnvironment.test(path) ? [`${path} reads the environment`] : []),
    ...(server && !mayHash.test(path) && source.members.some((member) => /(?:^|\.)crypto\.\w+$/.test(member))
      ? [`${path} uses the global crypto`]
      : []),
    ...(path.startsWith('server/src/')
      ? source.waysOut.map((way) => `${path} uses the global ${way}, but calls outside leave through the egress`)
      : []),
    ...(jobOf(path) === 'rules' && clock ? [`${path} reads the clock, but rules are handed the time`] : []),
    ...(mayNameRoles.test(path) ? [] : source.rolesNamed.map((named) => `${path} names a role: ${named}`)),
  ]
}

/** SQL is written in small letters or in capitals; a text that starts with `Select` is a sentence. */
function isSql(text: string): boolean {
  return sql.test(text) && !/^\s*[A-Z][a-z]/.test(text)
}

function tablesOfTwoOwners(sources: { path: string; source: Source }[]): string[] {
  const owners = new Map<string, Set<string>>()
  for (const { path, source } of sources.filter(({ path }) => stores.test(path))) {
    for (const [, table = ''] of source.texts.flatMap((text) => (isSql(text) ? [...text.matchAll(writes)] : []))) {
      owners.set(table, (owners.get(table) ?? new Set()).add(ownerOf(path)))
    }
  }
  return [...owners].filter(([, of]) => of.size > 1).map(([table, of]) => `${table} is written by ${[...of].sort().join(' and ')}`)
}

function cycles(edges: Record<string, string[]>): string[] {
  const reaches = (from: string, to: string, seen: string[]): boolean =>
    (edges[from] ?? []).some((next) => next === to || (!seen.includes(next) && reaches(next, to, [...seen, next])))
  return Object.keys(edges)
    .filter((feature) => reaches(feature, feature, []))
    .map((feature) => `${feature} uses itself in a circle`)
}

function roomOf(path: string): Room | undefined {
  return rooms.find((room) => room.holds.test(path))
}

function featureOf(path: string): string {
  return path.split('/')[3] ?? ''
}

/** `server/src/features/x/…` belongs to x, `server/src/security/y/…` to y: a table has one such owner. */
function ownerOf(path: string): string {
  return path.split('/').slice(2, 4).join('/')
}

/** The job that a feature's file is named for, `actions.ts` as well as `waitlist-actions.ts`. */
function jobOf(path: string): string {
  if (!path.startsWith('server/src/features/')) return ''
  return /(?:^|[-/])(index|routes|actions|rules|store)\.ts$/.exec(path)?.[1] ?? 'subject'
}
