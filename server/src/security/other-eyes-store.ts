// Row security asked through somebody else's eyes: to explain what it shows them, never to show it. Only who may see `access_people` gets there.
import { type Statement, sql } from '../platform/database.ts'

/** From here on the context is that of a person of the same organisation who states this purpose; the caller's own stays where there is no such person. */
export function asPerson(userId: string, purpose = ''): Statement {
  return sql(
    'eyes.person',
    `select set_config('wardkeep.user', id::text, true), set_config('wardkeep.role', role, true),
       set_config('wardkeep.patient', coalesce(patient_id::text, ''), true), set_config('wardkeep.doctor', coalesce(doctor_id::text, ''), true),
       set_config('wardkeep.purpose', $2, true)
     from access_people where id = $1`,
    [userId, purpose],
  )
}

/** What ends such a look: nobody's context, which sees nothing. */
export const asNobody: Statement = sql(
  'eyes.nobody',
  `select set_config('wardkeep.tenant', '', true), set_config('wardkeep.user', '', true), set_config('wardkeep.role', '', true),
     set_config('wardkeep.patient', '', true), set_config('wardkeep.doctor', '', true), set_config('wardkeep.purpose', '', true)`,
)
