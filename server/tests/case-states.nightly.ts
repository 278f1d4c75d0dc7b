import { test } from 'vitest'
import { walks } from '../src/features/cases/states.fixture.ts'
import { openClinic } from './clinic.ts'

test('[F62] the same over HTTP in ten thousand sequences', { timeout: 3_600_000 }, async () =>
  walks(await openClinic({ poolSize: 12 }), 10_000, 16),
)
