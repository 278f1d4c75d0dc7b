import type { Carer } from '@wardkeep/contract/care-team.ts'
import type { Static } from 'typebox'

type Said = Static<typeof Carer>

/** One fact that opens a chart to a doctor, with its time. */
export type Reach = {
  id: string
  source: Said['source']
  sourceId: string
  patientId: string
  doctorId: string
  from: Date
  until: Date | undefined
  endedAt: Date | undefined
  cause: Said['cause'] | undefined
}

/** Whether a fact opens the chart now: the same that `my_care` asks of it in the database. */
export function stateOf({ from, until, endedAt }: Pick<Reach, 'from' | 'until' | 'endedAt'>, now: Date): Said['state'] {
  if (endedAt !== undefined || (until !== undefined && until <= now)) return 'ended'
  return from <= now ? 'live' : 'coming'
}

/** A fact as it is told. */
export function toldOf(reach: Reach, now: Date) {
  const { id, source, sourceId, from, cause } = reach
  const until = [reach.until, reach.endedAt].filter((time) => time !== undefined).sort((one, other) => one.getTime() - other.getTime())[0]
  return {
    id,
    source,
    sourceId,
    from: from.toISOString(),
    ...(until && { until: until.toISOString() }),
    state: stateOf(reach, now),
    ...(cause && { cause }),
  }
}
