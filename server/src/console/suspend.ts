// What the host alone does to an organisation, beside a running server: closes it and opens it again, and lets administrators in who shut themselves out.
import type { AuditCode } from '@wardkeep/contract/audit.ts'
import { openToEverywhere, StandsSo, setOpen, tenantNamed } from '../features/organisations/index.ts'
import { systemOperation } from '../security/operation.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { type Host, openHost } from './host.ts'
import type { Streams } from './streams.ts'

export type SuspensionAsked = { verb: 'suspend' | 'resume' | 'lift-networks'; slug: string; json: boolean }

export async function suspendOrResume(asked: SuspensionAsked, streams: Streams): Promise<void> {
  const host = await openHost(streams)
  const id = await set(host, asked).finally(host.close)
  const { verb, slug, json } = asked
  const state = verb === 'lift-networks' ? { adminNetworks: [] } : { active: verb === 'resume' }
  streams.out.write(json ? `${JSON.stringify({ organisation: { id, slug, ...state } })}\n` : done[verb])
}

const done: Record<SuspensionAsked['verb'], string> = {
  suspend: `The organisation is suspended. Its sessions and keys are dead from their next request on, and nobody signs in there. Nothing was removed;
wardkeep organisation resume opens it again.
`,
  resume: 'The organisation is open again. Sessions and keys that have not come to their own end go on.\n',
  'lift-networks': 'Administrators of the organisation act from everywhere again, from their next request on.\n',
}

const codes = {
  suspend: 'organisation.suspended',
  resume: 'organisation.resumed',
  'lift-networks': 'organisation.networks-lifted',
} as const satisfies Record<SuspensionAsked['verb'], AuditCode>

const already: Record<SuspensionAsked['verb'], string> = {
  suspend: 'The organisation is suspended already; nothing was changed.',
  resume: 'The organisation is open already; nothing was changed.',
  'lift-networks': 'Administrators of the organisation act from everywhere already; nothing was changed.',
}

async function set({ keep, clock, tenantIds }: Host, { verb, slug }: SuspensionAsked): Promise<string> {
  const now = clock.now()
  const tenantId = await tenantNamed(keep, tenantIds, slug, now)
  if (tenantId === undefined) throw new CannotGoOn('There is no organisation with that slug.')
  const op = systemOperation(tenantId, 'host command', codes[verb], now)
  const acting = verb === 'lift-networks' ? openToEverywhere(keep, op) : setOpen(keep, op, verb === 'resume')
  await acting.catch((cause: unknown) => {
    throw cause instanceof StandsSo ? new CannotGoOn(already[verb]) : cause
  })
  return tenantId
}
