import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Group 0 is special: Vitest puts a project with a single worker, which a small machine has, behind all other groups.
const first = { maxWorkers: '100%', sequence: { groupOrder: 1 } }

// Tests start our programs by the hundred: each finds the code of the one before it compiled. As Vitest's own cache, it goes with a new installation.
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.compile-cache', import.meta.url)) }

const beside = (folder: string) => `${folder}/**/*.test.ts`

export default defineConfig({
  test: {
    // A narrowed test would let everything else pass unseen.
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'server',
          include: [beside('server/src'), 'server/tests/*.test.ts', beside('contract'), beside('client'), beside('cli'), beside('scripts')],
          globalSetup: ['server/tests/setup.ts'],
          pool: 'forks',
          // Each worker imports the server once, since importing it for every file takes half of the time. No module keeps anything of an app, and a test
          // opens its own by `openClinic`.
          isolate: false,
          env,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          ...first,
        },
      },
      {
        test: {
          // The long suites, run by `npm run nightly` alone.
          name: 'nightly',
          include: ['server/**/*.nightly.ts'],
          globalSetup: ['server/tests/setup.ts'],
          pool: 'forks',
          testTimeout: 1_800_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'web',
          include: ['web/src/**/*.test.{ts,tsx}'],
          ...first,
        },
      },
      {
        test: {
          // Stories of a whole clinic, each with its own server and browser: last, and two at a time, since a story mostly waits for the one or the other.
          name: 'journeys',
          include: ['journeys/**/*.test.ts'],
          globalSetup: ['journeys/setup.ts'],
          maxWorkers: 2,
          env,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // What a page is about to show is waited for as long as Playwright waits for what a story names.
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
