import type { Words } from '../languages.ts'
import { account } from './account.ts'
import { chart } from './chart.ts'
import { fields } from './fields.ts'
import { frame } from './frame.ts'
import { journal } from './journal.ts'
import { problems } from './problems.ts'
import { session } from './session.ts'
import { visits } from './visits.ts'

export const he: Words = { account, chart, fields, frame, journal, problems, session, visits }
