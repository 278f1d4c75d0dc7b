import type { World } from './world.ts'

type Reach = { host: string; port: number; user: string; password: string; database: string }

/** What the set-up hands to every test file: how to reach the database under each role, where it logs, the keys, and who is who. */
export type TestGround = {
  keyFolder: string
  rootKey: string
  template: string
  /** How it is copied: as files in memory, through the log where a disk would be waited for. */
  strategy: 'file_copy' | 'wal_log'
  postgresLog: string
  superuser: Reach
  owner: Reach
  app: Reach
  world: World
}

declare module 'vitest' {
  interface ProvidedContext {
    ground: TestGround
  }
}
