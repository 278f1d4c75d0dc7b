import { test } from 'vitest'
import { mixAndBreakOff } from './interleaved.fixture.ts'

test(
  '[T33 part] among ten thousand mixed requests of two organisations, every seventh broken off at any moment, nobody is ever answered with what is not theirs, and no connection keeps a caller',
  {
    timeout: 120_000,
  },
  () => mixAndBreakOff(10_000),
)
