import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoFolder, startServer } from '../server/tests/process.ts'
import { run } from './command.fixture.ts'

type Account = { role: string; login: string; password: string; apiKey?: string; organisation: string }

test('the host suspends an organisation beside a running server: its sessions and keys are dead on the next request, a sign-in is told what a stranger is told, other organisations go on, and resuming restores all of it', async () => {
  const data = await demoFolder()
  const server = await startServer(data)
  const accounts: Account[] = JSON.parse(await readFile(join(data, 'demo-accounts.json'), 'utf8'))
  const [here = accounts[0]] = accounts.filter(({ role }) => role === 'patient')
  if (here === undefined) throw new Error('the demo has no patient')
  const key = accounts.find(({ role, organisation }) => role === 'service' && organisation === here.organisation)?.apiKey ?? ''
  const there = accounts.find(({ role, organisation }) => role === 'patient' && organisation !== here.organisation)
  const signIn = (login: string, password: string) => post(`${server.url}/api/auth/login`, { login, password })
  const token = (await signIn(here.login, here.password)).body.accessToken ?? ''
  const neighbour = (await signIn(there?.login ?? '', there?.password ?? '')).body.accessToken ?? ''
  const standing = async () => ({
    session: await statusOf(`${server.url}/api/appointments`, token),
    key: await statusOf(`${server.url}/api/doctors`, key),
    neighbour: await statusOf(`${server.url}/api/appointments`, neighbour),
  })
  expect(await standing()).toEqual({ session: 200, key: 200, neighbour: 200 })

  for (const args of [[], ['close', 'x'], ['suspend'], ['suspend', 'a', 'b'], ['suspend', 'a', '--now']])
    expect(await run(['organisation', ...args], { WARDKEEP_DATA: data })).toMatchObject({ code: 2, out: '' })
  expect(await run(['organisation', 'suspend', 'no-such-place'], { WARDKEEP_DATA: data })).toMatchObject({ code: 1, out: '' })
  const suspended = await run(['organisation', 'suspend', here.organisation, '--json'], { WARDKEEP_DATA: data })
  expect(suspended).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(suspended.out)).toMatchObject({ organisation: { slug: here.organisation, active: false } })
  expect(await standing()).toEqual({ session: 401, key: 401, neighbour: 200 })
  const known = await signIn(here.login, here.password)
  const unknown = await signIn('nobody@nowhere.test', here.password)
  expect(known.status).toBe(401)
  expect({ ...known.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
  expect(await run(['organisation', 'suspend', here.organisation], { WARDKEEP_DATA: data })).toMatchObject({ code: 1, out: '' })

  expect(await run(['organisation', 'resume', here.organisation], { WARDKEEP_DATA: data })).toMatchObject({ code: 0, err: '' })
  expect(await standing()).toEqual({ session: 200, key: 200, neighbour: 200 })
  expect((await signIn(here.login, here.password)).status).toBe(200)
  const admin = accounts.find(({ role, organisation }) => role === 'admin' && organisation === here.organisation)
  const reader = (await signIn(admin?.login ?? '', admin?.password ?? '')).body.accessToken ?? ''
  const settingsOf = async () => {
    const answer = await fetch(`${server.url}/api/organisations/me`, { headers: { authorization: `Bearer ${reader}` } })
    const { id, slug, version, ownAddress, ...settings } = JSON.parse(await answer.text())
    return settings
  }
  const shut = await fetch(`${server.url}/api/organisations/me`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${reader}`, 'content-type': 'application/json', 'if-match': '"1"' },
    body: JSON.stringify({ ...(await settingsOf()), adminNetworks: ['127.0.0.0/8'] }),
  })
  expect(shut.status).toBe(200)
  const lift = ['organisation', 'lift-networks', here.organisation, '--json']
  expect(await run(lift, { WARDKEEP_DATA: data })).toMatchObject({ code: 0, out: expect.stringContaining('"adminNetworks":[]') })
  expect(await run(lift, { WARDKEEP_DATA: data })).toMatchObject({ code: 1, out: '' })
  expect(await settingsOf()).toMatchObject({ adminNetworks: [] })
  const journal = await fetch(`${server.url}/api/audit/events?limit=100`, { headers: { authorization: `Bearer ${reader}` } })
  const { items }: { items: { action: string; via: string }[] } = JSON.parse(await journal.text())
  const told = items.filter(({ action }) => /^organisation\.(?:suspended|resumed|networks-lifted)$/.test(action))
  expect(told.map(({ action, via }) => [action, via])).toEqual([
    ['organisation.networks-lifted', 'system'],
    ['organisation.resumed', 'system'],
    ['organisation.suspended', 'system'],
  ])
}, 120_000)

async function statusOf(url: string, token: string): Promise<number> {
  return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status
}

async function post(url: string, body: object): Promise<{ status: number; body: Record<string, string> }> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
