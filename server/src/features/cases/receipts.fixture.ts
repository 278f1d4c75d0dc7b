import { expect } from 'vitest'
import type { Clinic } from '../../../tests/clinic.ts'
import { newReceipt, partsOfReceipt } from '../../security/vault/index.ts'
import { type Answer, fromElsewhere, post, send } from '../identity/identity.fixture.ts'
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
  for (let n = 0; n < count; n += atOnce) {
    const round = Array.from({ length: Math.min(atOnce, count - n) }, (_, place) => {
      const { receipt, id } = real[(n + place) % 2] ?? { receipt: '', id: '' }
      return readBy(clinic, guess(n + place, receipt, id))
    })
    for (const { status, body } of await Promise.all(round))
      said.add(JSON.stringify({ status, told: [body.status, body.title, body.code] }))
    // An hour later the addresses of before may guess again.
    if (n % 5000 === 0) clinic.clock.pass(3600)
  }
  expect([...said]).toEqual([JSON.stringify({ status: 404, told: [404, 'This receipt opens nothing', 'RECEIPT_UNKNOWN'] })])
  for (const { receipt } of real) expect((await readBy(clinic, receipt)).status).toBe(200)
}

const atOnce = 8

/** What is asked one after the other has ids and receipts that do not follow from each other. */
export async function mustNotFollow(clinic: Clinic): Promise<void> {
  const made: Asked[] = []
  for (let n = 0; n < 12; n += 1) made.push(await asked(clinic))
  for (const [place, { id, receipt }] of made.entries())
    for (const other of made.slice(place + 1)) {
      // Beyond the time that leads an id, 62 random bits of it.
      expect(id.slice(19)).not.toBe(other.id.slice(19))
      const distance = BigInt(`0x${id.slice(19).replaceAll('-', '')}`) - BigInt(`0x${other.id.slice(19).replaceAll('-', '')}`)
      expect(distance < 0n ? -distance : distance).toBeGreaterThan(1_000_000n)
      const same = [...receipt].filter((character, at) => character !== '-' && character === other.receipt[at]).length
      expect(same).toBeLessThan(15)
    }
  // No address takes an id: a receipt goes in the body alone.
  const { id } = made[0] ?? { id: '' }
  for (const path of [`/api/receipts/${id}`, `/api/receipts/thread/${id}`, `/api/cases/${id}`])
    expect([401, 404], path).toContain((await send(clinic, 'GET', path)).status)
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
