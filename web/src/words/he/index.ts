import type { Words } from '../languages.ts'
import { account } from './account.ts'
import { alerts } from './alerts.ts'
import { audit } from './audit.ts'
import { board } from './board.ts'
import { chart } from './chart.ts'
import { emergency } from './emergency.ts'
import { fields } from './fields.ts'
import { frame } from './frame.ts'
import { history } from './history.ts'
import { hours } from './hours.ts'
import { journal } from './journal.ts'
import { mailbox } from './mailbox.ts'
import { overview } from './overview.ts'
import { people } from './people.ts'
import { problems } from './problems.ts'
import { reference } from './reference.ts'
import { reviews } from './reviews.ts'
import { session } from './session.ts'
import { visits } from './visits.ts'

export const he: Words = {
  account,
  alerts,
  audit,
  board,
  chart,
  emergency,
  fields,
  frame,
  history,
  hours,
  journal,
  mailbox,
  overview,
  people,
  problems,
  reference,
  reviews,
  session,
  visits,
}
