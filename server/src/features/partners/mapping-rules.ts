// A partner's interface is known only by what an administrator wrote down of it: where in the question and the answer what stands.
import type { JsonValue } from '../../security/vault/index.ts'
import type { Mapping } from './partner.ts'

export type Question = { number: string; birthDate?: string | undefined; requestId: string }
export type Answer = { outcome: 'member' | 'not-member' } | { outcome: 'failed'; reason: 'replayed' | 'malformed' }

/** The body of a question. Where two pointers clash the later one stands. */
export function questionBody({ question }: Mapping, { number, birthDate, requestId }: Question): JsonValue {
  const body = new Map<string, unknown>()
  put(body, question.number, number)
  if (question.birthDate !== undefined && birthDate !== undefined) put(body, question.birthDate, birthDate)
  put(body, question.requestId, requestId)
  return plain(body)
}

/** What a partner's answer says. One that does not repeat this question's own word is another's, kept and sent again. */
export function answerIn({ answer }: Mapping, requestId: string, body: unknown): Answer {
  const echoed = at(body, answer.requestId)
  if (typeof echoed !== 'string') return { outcome: 'failed', reason: 'malformed' }
  if (echoed !== requestId) return { outcome: 'failed', reason: 'replayed' }
  const said = at(body, answer.member)
  if (said === answer.yes) return { outcome: 'member' }
  if (said === answer.no) return { outcome: 'not-member' }
  return { outcome: 'failed', reason: 'malformed' }
}

/** Whether a mapping tells members from others, and asks for both and for its own word in different places. */
export function tellsApart({ question, answer }: Mapping): boolean {
  const asked = [question.number, question.requestId, ...(question.birthDate === undefined ? [] : [question.birthDate])]
  const nested = asked.some((one) => asked.some((other) => other !== one && other.startsWith(`${one}/`)))
  return answer.yes !== answer.no && answer.member !== answer.requestId && new Set(asked).size === asked.length && !nested
}

function put(root: Map<string, unknown>, pointer: string, value: string): void {
  const steps = pointer.split('/').slice(1)
  let node = root
  for (const step of steps.slice(0, -1)) {
    const below = node.get(step)
    const next = below instanceof Map ? below : new Map<string, unknown>()
    node.set(step, next)
    node = next
  }
  node.set(steps.at(-1) ?? '', value)
}

function plain(node: Map<string, unknown>): { [name: string]: JsonValue } {
  return Object.fromEntries([...node].map(([name, value]) => [name, value instanceof Map ? plain(value) : String(value)]))
}

/** What stands at a pointer, by own members of objects alone. */
function at(body: unknown, pointer: string): unknown {
  let node = body
  for (const step of pointer.split('/').slice(1)) {
    if (typeof node !== 'object' || node === null || Array.isArray(node) || !Object.hasOwn(node, step)) return undefined
    node = Object.entries(node).find(([name]) => name === step)?.[1]
  }
  return node
}
