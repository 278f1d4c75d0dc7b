import { test } from 'vitest'
import { mixAndBreakOff } from './interleaved.fixture.ts'

test('[T33 part] among 40,000 mixed requests of two organisations, every seventh broken off at any moment, nobody is ever answered with what is not theirs, and no connection keeps a caller', async () => {
  await mixAndBreakOff(40_000)
}, 900_000)
