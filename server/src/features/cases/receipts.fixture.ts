import { expect } from 'vitest'
import type { Clinic } from '../../../tests/clinic.ts'
import { newReceipt, partsOfReceipt } from '../../security/vault/index.ts'
import { type Answer, fromElsewhere, post } from '../identity/identity.fixture.ts'
import { question } from './cases.fixture.ts'

export type Asked = { answer: Answer; receipt: string; id: string }

/** A question of nobody, each from an address of its own. */
export async function asked(clinic: Clinic, more: Record<string, unknown> = {}, path = '/api/receipts'): Promise<Asked> {
  const answer = await post(clinic, path, { ...question, ...more }, fromElsewhere())
  return { answer, receipt: String(answer.body.receipt), id: String(answer.body.id) }
}

export function readBy(clinic: Clinic, receipt: string): Promise<Answer> {
  return post(clinic, '/api/receipts/thread', { receipt }, fromElsewhere())
}

/**
 * So many guesses, from as many addresses as it takes: of the blue, beside a real one, with the part that finds a real one, and with the ids of real
 * ones. None opens anything, and all are answered alike.
 */
export async function guesses(clinic: Clinic, count: number): Promise<void> {
  const real = [await asked(clinic), await asked(clinic)]
  const said = new Set<string>()
  for (let n = 0; n < count; n += 1) {
    const { receipt, id } = real[n % 2] ?? { receipt: '', id: '' }
    const answer = await readBy(clinic, guess(n, receipt, id))
    const { status, title, code } = answer.body
    said.add(JSON.stringify({ status: answer.status, told: [status, title, code] }))
    // An hour later the addresses of before may guess again.
    if (n % 5000 === 4999) clinic.clock.pass(3600)
  }
  expect([...said]).toEqual([JSON.stringify({ status: 404, told: [404, 'This receipt opens nothing', 'RECEIPT_UNKNOWN'] })])
  for (const { receipt } of real) expect((await readBy(clinic, receipt)).status).toBe(200)
}

function guess(n: number, receipt: string, id: string): string {
  const { locator = '' } = partsOfReceipt(receipt) ?? {}
  const fresh = newReceipt()
  const kinds = [fresh.receipt, locator + fresh.secret, neighbour(receipt, n), id]
  return kinds[n % kinds.length] ?? ''
}

/** The next of a row, were there one. */
function neighbour(receipt: string, n: number): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const place = digits.indexOf(receipt.at(-1) ?? '')
  return receipt.slice(0, -1) + digits[(place + 1 + (n % 31)) % 32]
}
