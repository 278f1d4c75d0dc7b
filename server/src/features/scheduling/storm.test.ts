import { test } from 'vitest'
import { raceForEach, storm } from './storm.fixture.ts'

test('[T24 part][F47 part] of 64 clients who book, hold and move random overlapping times, with rooms and without, none gets what another has', async () => {
  await storm(2000)
}, 120_000)

test('[T24 part][F41 part] of two hundred who ask for one time at once, time after time, exactly one gets it, and is shown the same visit when it is asked for again', async () => {
  await raceForEach(5)
}, 120_000)
