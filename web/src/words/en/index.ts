import { access } from './access.ts'
import { account } from './account.ts'
import { alerts } from './alerts.ts'
import { assistant } from './assistant.ts'
import { audit } from './audit.ts'
import { away } from './away.ts'
import { board } from './board.ts'
import { calendar } from './calendar.ts'
import { cases } from './cases.ts'
import { chart } from './chart.ts'
import { details } from './details.ts'
import { emergency } from './emergency.ts'
import { family } from './family.ts'
import { fields } from './fields.ts'
import { frame } from './frame.ts'
import { history } from './history.ts'
import { hours } from './hours.ts'
import { journal } from './journal.ts'
import { keys } from './keys.ts'
import { legacy } from './legacy.ts'
import { mailbox } from './mailbox.ts'
import { overview } from './overview.ts'
import { partners } from './partners.ts'
import { people } from './people.ts'
import { problems } from './problems.ts'
import { purpose } from './purpose.ts'
import { receipts } from './receipts.ts'
import { reference } from './reference.ts'
import { addendum, retraction } from './retraction.ts'
import { reviews } from './reviews.ts'
import { routing } from './routing.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { signInRules } from './sign-in-rules.ts'
import { signOn } from './sign-on.ts'
import { usage } from './usage.ts'
import { visitTypes } from './visit-types.ts'
import { visits } from './visits.ts'
import { waitlist } from './waitlist.ts'

/** One file a page or part, named like it. The other languages must have the same keys; the compiler sees to it. */
export const en = {
  access,
  account,
  alerts,
  assistant,
  audit,
  away,
  board,
  calendar,
  cases,
  chart,
  retraction,
  addendum,
  details,
  emergency,
  family,
  fields,
  frame,
  history,
  hours,
  journal,
  keys,
  legacy,
  mailbox,
  overview,
  partners,
  people,
  problems,
  purpose,
  receipts,
  reference,
  reviews,
  routing,
  session,
  usage,
  settings,
  signInRules,
  signOn,
  visits,
  visitTypes,
  waitlist,
}
