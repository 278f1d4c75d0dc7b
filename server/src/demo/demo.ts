// The demo clinic of a first start. An interrupted start is taken up again: each organisation is one transaction, and the file of accounts is named last.
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { organisationStands } from '../features/organisations/index.ts'
import type { Clock } from '../platform/clock.ts'
import { codeOf } from '../platform/error-code.ts'
import type { Http } from '../platform/http.ts'
import type { Keep } from '../security/keep.ts'
import type { OpaqueSecrets, Passwords, Signers } from '../security/vault/index.ts'
import { settle } from './people.ts'
import { type DemoAccount, type DemoService, newPlan, type Plan } from './plan.ts'
import { bookVisits } from './visits.ts'

export type Demo = {
  http: Http
  keep: Keep
  secrets: OpaqueSecrets
  passwords: Passwords
  signers: Signers
  clock: Clock
  dataFolder: string
}

/** Makes the demo clinic where it is not there yet, and gives the accounts as a table to print. */
export async function makeDemoClinic(demo: Demo): Promise<string> {
  const path = join(demo.dataFolder, 'demo-accounts.json')
  const made = await readJson(path)
  if (isAccounts(made)) return table(made)

  const draft = join(demo.dataFolder, 'demo-plan.json')
  const plan = await draftedPlan(draft, demo.clock.now())
  for (const planned of plan.organisations) {
    if (!(await organisationStands(demo.keep, planned.tenantId, demo.clock.now())))
      await settle({ ...demo, now: demo.clock.now() }, planned)
    await bookVisits(demo.http, planned, demo.clock.now())
  }
  const accounts = plan.organisations.flatMap((planned) => [...planned.accounts, planned.service])
  await writeFile(`${path}.new`, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
  await rm(draft)
  return table(accounts)
}

async function draftedPlan(path: string, now: Date): Promise<Plan> {
  const kept = await readJson(path)
  if (isPlan(kept)) return kept
  const plan = newPlan(now)
  await writeFile(`${path}.new`, JSON.stringify(plan), { mode: 0o600 })
  await rename(`${path}.new`, path)
  return plan
}

function table(accounts: readonly (DemoAccount | DemoService)[]): string {
  const rows = accounts.map((account) => {
    const opens = 'apiKey' in account ? ['', account.apiKey] : [account.password, account.totpSecret ? `TOTP ${account.totpSecret}` : '']
    return [account.organisation, account.role, account.login, ...opens]
  })
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
  return `This is a demo: synthetic people, accounts for everybody to try.\n\n${lines.join('\n')}\n`
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => (codeOf(cause) === 'ENOENT' ? undefined : Promise.reject(cause)))
  return text === undefined ? undefined : JSON.parse(text)
}

function isAccounts(value: unknown): value is (DemoAccount | DemoService)[] {
  return (
    Array.isArray(value) &&
    value.every(
      (account) => account !== null && typeof account === 'object' && 'login' in account && ('password' in account || 'apiKey' in account),
    )
  )
}

function isPlan(value: unknown): value is Plan {
  return value !== null && typeof value === 'object' && 'organisations' in value && Array.isArray(value.organisations)
}
