import { test } from 'vitest'
import { guesses, mustNotFollow } from '../src/features/cases/receipts.fixture.ts'
import { openClinic } from './clinic.ts'

// A hash that costs less: ten thousand of the full cost prove nothing more.
const hashCost = { memoryMiB: 1, passes: 1 }

test('[T15] ten thousand guesses open nothing, and what is asked one after the other has no ids or receipts that follow from each other', {
  timeout: 3_600_000,
}, async () => {
  const clinic = await openClinic({ hashCost })
  await guesses(clinic, 10_000)
  await mustNotFollow(clinic)
})
