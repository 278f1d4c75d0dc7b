// One server at a time: the sign is a lock that lives and dies with a database session, so no crash can leave it behind.
import { setTimeout } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { codeOf } from './error-code.ts'

/** The advisory lock of the running server: "ward" in ASCII. */
export const serverLock = 0x77617264

export type HeldLock = { release(): Promise<void> }

export class ServerLockHeld extends Error {
  constructor() {
    super('Another Wardkeep server is already running on this database.')
    this.name = 'ServerLockHeld'
  }
}

/** Takes the server lock on a connection of its own and keeps it, taking it again if the connection is lost. Throws `ServerLockHeld`. */
export async function holdServerLock(options: ClientConfig): Promise<HeldLock> {
  let released = false
  const keep = (holder: Client): Client => {
    holder.once('end', () => void retake())
    return holder
  }
  const retake = async (): Promise<void> => {
    while (!released) {
      const again = await lockedClient(options).catch(() => undefined)
      if (again && released) return again.end()
      if (again) {
        client = keep(again)
        return
      }
      await setTimeout(250, undefined, { ref: false })
    }
  }
  let client = keep(await lockedClient(options))
  return {
    async release() {
      released = true
      await client.end().catch(() => undefined)
    },
  }
}

/** Takes the lock on a connected client, which holds it until it ends; ends it where it cannot. Throws `ServerLockHeld`. */
export async function takeServerLock(client: Client): Promise<Client> {
  try {
    // A second's patience: the session of a server just killed may not have noticed yet.
    await client.query("set idle_session_timeout = 0; set lock_timeout = '1s'")
    await client.query('select pg_advisory_lock($1)', [serverLock])
    return client
  } catch (error) {
    await client.end()
    throw codeOf(error) === '55P03' ? new ServerLockHeld() : error
  }
}

async function lockedClient(options: ClientConfig): Promise<Client> {
  const client = new Client({ ...options, application_name: 'wardkeep server lock', keepAlive: true })
  // Without a listener a lost connection would end the process; `end` follows and is acted on.
  client.on('error', () => undefined)
  await client.connect()
  return takeServerLock(client)
}
