import { test } from 'vitest'
import { guesses } from '../src/features/cases/receipts.fixture.ts'
import { openClinic } from './clinic.ts'

test('[T15] ten thousand guesses open nothing', { timeout: 3_600_000 }, async () => guesses(await openClinic(), 10_000))
