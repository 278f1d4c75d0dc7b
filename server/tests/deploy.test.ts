// What can be kept of the files in deploy/ without a container engine or systemd running: they and the server agree.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { prepareRoles } from '../src/platform/roles.ts'
import { parseRootKey } from '../src/security/vault/index.ts'
import { emptyFolder } from './process.ts'
import { readSource } from './source.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const lines = (path: string) => read(path).split('\n')
const dockerfile = read('deploy/Dockerfile').replaceAll('\\\n', ' ')
const compose = read('deploy/compose.yaml')
const unit = lines('deploy/wardkeep.service').filter((line) => line !== '' && !line.startsWith('#'))
const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

test('every setting that the container, the compose file and the unit give is one that the server reads, and secrets come by file alone', () => {
  const { plain, byFile } = settingsOfTheServer()
  const given = [
    ...[...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, pairs = '']) => pairs.split(' ').map((pair) => pair.split('=')[0] ?? '')),
    ...[...serviceOf('app').matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name = '']) => name),
    ...unit.flatMap((line) => /^Environment=([A-Z_]+)=/.exec(line)?.[1] ?? []),
  ].filter((name) => name !== 'NODE_ENV')
  expect(given).toEqual(expect.arrayContaining(['WARDKEEP_DATA', 'WARDKEEP_PROFILE', 'WARDKEEP_ROOT_KEY_FILE', 'DATABASE_URL_FILE']))
  expect(given.filter((name) => !plain.includes(name) && !byFile.includes(name))).toEqual([])
})

test('the image copies files that exist and are not ignored, runs as nobody of importance, and takes its base by a tag that is no latest', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, paths = '']) => paths.split(/\s+/).slice(0, -1))
  expect(copied.length).toBeGreaterThan(15)
  expect(copied.filter((path) => !existsSync(join(root, path)) || isIgnored(path))).toEqual([])
  expect(['data/root.key', 'deploy/secrets/root-key', '.git/config', 'reports/x.json'].filter((path) => !isIgnored(path))).toEqual([])
  expect(/^USER (\w+)$/m.exec(dockerfile)?.[1]).toBe('node')
  expect(dockerfile).toMatch(/^HEALTHCHECK [^\n]*\/health\/live/m)
  const images = [...dockerfile.matchAll(/^ARG NODE_IMAGE=(\S+)$/gm), ...compose.matchAll(/image: (\S+)/g)].map(([, image = '']) => image)
  expect(images.every((image) => /^[a-z]+:(?!latest)[a-z0-9.-]+$/.test(image))).toBe(true)
  const workspaces: { workspaces: string[] } = JSON.parse(read('package.json'))
  for (const folder of workspaces.workspaces) expect(copied, folder).toContain(`${folder}/package.json`)
})

test('each container is read-only and without privileges, and is given every secret that it names and no other', () => {
  for (const service of ['app', 'db']) {
    const text = serviceOf(service)
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'security_opt: ["no-new-privileges:true"]']) expect(text).toContain(line)
    const granted = /secrets: \[(.+)\]/.exec(text)?.[1]?.split(', ') ?? []
    const needs = service === 'db' ? text + read('deploy/postgres/roles.sql') : text
    const named = [...needs.matchAll(/\/run\/secrets\/([a-z-]+)/g)].map(([, name]) => name)
    expect(granted.toSorted(), service).toEqual([...new Set(named)].toSorted())
    for (const name of granted) expect(compose).toContain(`  ${name}: { file: ./secrets/${name} }`)
  }
  expect(serviceOf('db')).toContain('networks: [inside]\n')
  expect(compose).toContain('  inside:\n    internal: true\n')
})

test.runIf(runs('openssl', 'version'))('the secrets that the page tells to make are such as the server takes', async () => {
  const folder = await emptyFolder()
  const [, commands = ''] = /### Secrets[\s\S]*?```sh\n([\s\S]*?)```/.exec(read('docs/operate/deploy.md')) ?? []
  expect(spawnSync('sh', ['-euc', commands], { cwd: folder, encoding: 'utf8' })).toMatchObject({ status: 0 })
  const secret = (name: string) => readFileSync(join(folder, 'deploy/secrets', name), 'utf8').trim()
  expect(() => parseRootKey(secret('root-key'))).not.toThrow()
  for (const [address, role] of [
    ['database-url', 'app'],
    ['database-owner-url', 'owner'],
  ] as const) {
    const { username, password, host, pathname } = new URL(secret(address))
    expect({ username, password, host, pathname }).toEqual({
      username: `wardkeep_${role}`,
      password: secret(`${role}-password`),
      host: 'db:5432',
      pathname: '/wardkeep',
    })
  }
})

test.runIf(runs('psql', '--version'))('the roles and the database of the container leave nothing for the server to change', async () => {
  const folder = await emptyFolder()
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'), { info: () => {}, warn: () => {} })
  onTestFinished(() => postgres.stop())
  const reach = postgres.options('postgres', 'postgres')
  const wanted = await query(reach, rolesAsTheyAre)
  const names = ['wardkeep_owner', 'wardkeep_app', 'wardkeep_auditor', 'wardkeep_backup', 'wardkeep_gate']
  await query(reach, 'drop database wardkeep')
  for (const name of names) await query(reach, `drop role ${name}`)

  const script = read('deploy/postgres/roles.sql').replace(/`cat \/run\/secrets\/([a-z]+)-password`/g, '`echo of-$1`')
  const asImageDoes = ['--no-psqlrc', '-v', 'ON_ERROR_STOP=1', '-h', reach.host ?? '', '-U', 'postgres', '-d', 'postgres']
  const told = spawnSync('psql', asImageDoes, {
    input: script,
    env: { ...process.env, PGPASSWORD: String(reach.password) },
    encoding: 'utf8',
  })
  expect(told).toMatchObject({ status: 0, stderr: '' })
  expect(await query(reach, rolesAsTheyAre)).toEqual(wanted)
  const owner = new pg.Client({ ...reach, user: 'wardkeep_owner', password: 'of-owner', database: 'wardkeep' })
  await owner.connect()
  await prepareRoles(owner, {}).finally(() => owner.end())
  expect(await query({ ...reach, user: 'wardkeep_app', password: 'of-app', database: 'wardkeep' }, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('every line of the unit is a directive of a section, each secret is a credential, and the program that it starts exists', () => {
  expect(unit.filter((line) => !/^\[(Unit|Service|Install)\]$|^[A-Z][A-Za-z]+=/.test(line))).toEqual([])
  const credentials = unit.flatMap((line) => /^LoadCredential=([a-z-]+):/.exec(line)?.[1] ?? [])
  const used = unit.flatMap((line) => /^Environment=[A-Z_]+_FILE=%d\/([a-z-]+)$/.exec(line)?.[1] ?? [])
  expect(used).toEqual(credentials)
  expect(existsSync(join(root, unit.find((line) => line.startsWith('ExecStart='))?.split(' ')[1] ?? ''))).toBe(true)
})

test.runIf(runs('systemd-analyze', '--version'))('systemd knows every directive of the unit and finds little exposed', async () => {
  const said = spawnSync('systemd-analyze', ['--man=no', 'verify', join(root, 'deploy/wardkeep.service')], { encoding: 'utf8' })
  // The program lies elsewhere on this machine; everything else it says is a fault.
  const faults = said.stderr.split('\n').filter((line) => line.includes('wardkeep.service') && !line.includes('is not executable'))
  expect(faults).toEqual([])
  const rated = spawnSync('systemd-analyze', ['security', '--offline=true', join(root, 'deploy/wardkeep.service')], { encoding: 'utf8' })
  expect(Number(/exposure level for wardkeep\.service: ([\d.]+)/.exec(rated.stdout)?.[1])).toBeLessThan(1.5)
})

function settingsOfTheServer(): { plain: string[]; byFile: string[] } {
  const namesIn = (pattern: string) =>
    globSync(pattern, { cwd: root })
      .flatMap((path) => readSource(path, read(path)).texts)
      .filter((text) => /^[A-Z][A-Z_]{3,}$/.test(text))
  const secrets = namesIn('server/src/config/secrets.ts')
  return {
    plain: namesIn('server/src/config/*.ts').filter((name) => !secrets.includes(name)),
    byFile: secrets.map((name) => `${name}_FILE`),
  }
}

function serviceOf(name: string): string {
  return new RegExp(`^  ${name}:\\n((?: {4}.*\\n|\\n)+)`, 'm').exec(compose)?.[1] ?? ''
}

/** As .dockerignore is read: the last line that fits decides, what fits a folder fits all below it, and a leading dot is a letter like others. */
function isIgnored(path: string): boolean {
  const rules = lines('.dockerignore').filter((line) => line !== '' && !line.startsWith('#'))
  return rules.reduce((ignored, rule) => {
    const [name, pattern] = [path, rule.replace('!', '')].map((text) => text.replaceAll(/(^|\/)\./g, '$1dot-'))
    return matchesGlob(name ?? '', pattern ?? '') || matchesGlob(name ?? '', `${pattern}/**`) ? !rule.startsWith('!') : ignored
  }, false)
}

const rolesAsTheyAre = `
  select rolname, rolcanlogin, rolinherit, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
    (select string_agg(g.rolname || ' ' || m.inherit_option || ' ' || m.set_option, ', ' order by g.rolname)
     from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid and g.rolname like 'wardkeep%') as member_of,
    has_database_privilege(r.oid, 'wardkeep', 'connect') as connects, has_database_privilege(r.oid, 'wardkeep', 'temporary') as temporary
  from pg_roles r where rolname like 'wardkeep%' order by rolname`

async function query(options: pg.ClientConfig, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(options)
  await client.connect()
  return client
    .query(text)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}
