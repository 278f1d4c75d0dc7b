import { account } from './account.ts'
import { fields } from './fields.ts'
import { frame } from './frame.ts'
import { problems } from './problems.ts'
import { session } from './session.ts'

/** One file a page or part, named like it. The other languages must have the same keys; the compiler sees to it. */
export const en = { account, fields, frame, problems, session }
