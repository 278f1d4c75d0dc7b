import { test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { guesses } from './receipts.fixture.ts'

test('[T15] ten thousand guesses open nothing', { timeout: 3_600_000 }, async () => guesses(await openClinic(), 10_000))
