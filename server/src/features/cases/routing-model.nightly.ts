import { test } from 'vitest'
import { keepsEveryCase } from './routing-model.fixture.ts'

test('[F63][F64] the same in ten thousand sequences', { timeout: 600_000 }, () => keepsEveryCase(10_000))
