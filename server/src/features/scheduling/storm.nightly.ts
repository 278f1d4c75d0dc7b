import { test } from 'vitest'
import { raceForEach, storm } from './storm.fixture.ts'

test('[T24 part][F41] 64 clients who book random overlapping times a hundred thousand times make no two that overlap', () => storm(100_000))

test('[T24] two hundred at once for each of five thousand times make five thousand visits', () => raceForEach(5000), 7_200_000)
