import { test } from 'vitest'
import { mixAndBreakOff } from './interleaved.fixture.ts'

test('[T33] the same among a million', () => mixAndBreakOff(1_000_000))
