// Whatever is asked of a case in whatever order, it answers as a model that was written by hand, and its rows tell the same story.
import { test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { walks } from './states.fixture.ts'

// Ten thousand sequences run nightly (server/tests/case-states.nightly.ts); this is a slice of them at every change.
test(
  '[F62] in any order of steps each does what the model says or is refused with 409, and every step that was taken is one row and one event, no other',
  {
    timeout: 120_000,
  },
  async () => walks(await openClinic(), 24, 4),
)
