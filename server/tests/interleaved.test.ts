import { test } from 'vitest'
import { mixAndBreakOff } from './interleaved.fixture.ts'

test('[T33] among 100,000 mixed requests of two organisations, every seventh broken off at any moment, nobody is ever answered with what is not theirs, and no connection keeps a caller', async () => {
  await mixAndBreakOff(100_000)
}, 900_000)
