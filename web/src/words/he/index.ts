import type { Words } from '../languages.ts'
import { account } from './account.ts'
import { fields } from './fields.ts'
import { frame } from './frame.ts'
import { problems } from './problems.ts'
import { session } from './session.ts'

export const he: Words = { account, fields, frame, problems, session }
