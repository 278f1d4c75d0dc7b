import type { Api, Input } from '@wardkeep/contract'

type Wanted = Input<Api['addPartner']>['body']

/** A health fund as an administrator might set it up; the shape of its interface is made up. */
export function fundAt(origin: string): Wanted {
  return {
    name: 'Harbour Health Fund',
    url: `${origin}/members/validation`,
    mapping: {
      question: { number: '/member/number', birthDate: '/member/born', requestId: '/request/id' },
      answer: { requestId: '/request/id', member: '/result/state', yes: 'ACTIVE', no: 'UNKNOWN' },
      header: 'authorization',
    },
    credential: 'Bearer partner-canary-secret',
  }
}

/** What was recorded of the made-up interface, by the number that was asked about. */
export const recorded: Record<string, unknown> = {
  '111-222': { result: { state: 'ACTIVE', plan: 'silver' } },
  '999-999': { result: { state: 'UNKNOWN' } },
}
