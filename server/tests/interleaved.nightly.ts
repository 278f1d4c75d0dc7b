import { test } from 'vitest'
import { mixAndBreakOff } from './interleaved.fixture.ts'

test('[T33] among a hundred thousand mixed requests of two organisations, every seventh broken off at any moment, nobody is ever answered with what is not theirs, and no connection keeps a caller', () =>
  mixAndBreakOff(100_000))
