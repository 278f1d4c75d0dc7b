// Closes an organisation and opens it again, beside a running server: its sessions and keys are dead on their next request.
import { StandsSo, setOpen, tenantNamed } from '../features/organisations/index.ts'
import { systemOperation } from '../security/operation.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { type Host, openHost } from './host.ts'
import type { Streams } from './streams.ts'

export type SuspensionAsked = { verb: 'suspend' | 'resume'; slug: string; json: boolean }

export async function suspendOrResume(asked: SuspensionAsked, streams: Streams): Promise<void> {
  const host = await openHost(streams)
  const id = await set(host, asked).finally(host.close)
  const active = asked.verb === 'resume'
  const told = active ? open : closed
  streams.out.write(asked.json ? `${JSON.stringify({ organisation: { id, slug: asked.slug, active } })}\n` : told)
}

const closed = `The organisation is suspended. Its sessions and keys are dead from their next request on, and nobody signs in there. Nothing was removed;
wardkeep organisation resume opens it again.
`
const open = 'The organisation is open again. Sessions and keys that have not come to their own end go on.\n'

async function set({ keep, clock, tenantIds }: Host, { verb, slug }: SuspensionAsked): Promise<string> {
  const now = clock.now()
  const tenantId = await tenantNamed(keep, tenantIds, slug, now)
  if (tenantId === undefined) throw new CannotGoOn('There is no organisation with that slug.')
  const op = systemOperation(tenantId, 'host command', verb === 'suspend' ? 'organisation.suspended' : 'organisation.resumed', now)
  await setOpen(keep, op, verb === 'resume').catch((cause: unknown) => {
    if (cause instanceof StandsSo)
      throw new CannotGoOn(`The organisation is ${verb === 'resume' ? 'open' : 'suspended'} already; nothing was changed.`)
    throw cause
  })
  return tenantId
}
