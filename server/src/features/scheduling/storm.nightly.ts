import { test } from 'vitest'
import { raceForEach, storm } from './storm.fixture.ts'

const hour = 3_600_000

test(
  '[T24 part][F41] 64 clients who book random overlapping times a hundred thousand times make no two that overlap',
  () => storm(100_000),
  hour,
)

test(
  '[T24] of two hundred requests at once, until five thousand times are booked, each time is booked once, and who asks again is shown the same visit',
  () => raceForEach(5000, 10),
  hour,
)

test('[T24 part] two hundred at once for one time, a hundred times, make a hundred visits', () => raceForEach(100), hour)
