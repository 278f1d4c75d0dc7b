import type { Carer, Reach as ReachTold } from '@wardkeep/contract/care-team.ts'
import type { Static } from 'typebox'

type Said = Static<typeof Carer>
type Told = Static<typeof ReachTold>

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

/** The same of whoever has it, as an explanation tells it: of a doctor, or of somebody who acts for the patient. */
export type Fact = Omit<Reach, 'doctorId' | 'source'> & {
  source: Told['source']
  capacity?: Told['capacity']
  mayBook?: Told['mayBook']
}

/** Whether a fact opens the chart now: the same that `my_care` asks of it in the database. */
export function stateOf({ from, until, endedAt }: Pick<Reach, 'from' | 'until' | 'endedAt'>, now: Date): Said['state'] {
  if (endedAt !== undefined || (until !== undefined && until <= now)) return 'ended'
  return from <= now ? 'live' : 'coming'
}

/** A fact as it is told. */
export function toldOf<F extends Pick<Fact, 'id' | 'sourceId' | 'from' | 'until' | 'endedAt' | 'cause'> & { source: string }>(
  reach: F,
  now: Date,
) {
  const { id, sourceId, from, cause } = reach
  const source: F['source'] = reach.source
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
