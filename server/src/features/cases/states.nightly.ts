import { test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { walks } from './states.fixture.ts'

test('[F62] the same over HTTP in ten thousand sequences', { timeout: 3_600_000 }, async () =>
  walks(await openClinic({ poolSize: 12 }), 10_000, 16),
)
