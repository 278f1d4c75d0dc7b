import { test } from 'vitest'
import { mixAndBreakOff } from './interleaved.fixture.ts'

test('[T33] among a million mixed requests of two organisations, every seventh broken off at any moment, nobody is ever answered with what is not theirs', () =>
  mixAndBreakOff(1_000_000))
