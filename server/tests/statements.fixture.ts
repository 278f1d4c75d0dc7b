import pg from 'pg'
import { onTestFinished } from 'vitest'

/** The names of the statements that this process sends, in their order; PostgreSQL gets them as ever. */
export function watched(): string[] {
  const seen: string[] = []
  const { bind } = pg.Connection.prototype
  pg.Connection.prototype.bind = function (config, more) {
    const name = config?.statement
    if (name) seen.push(name)
    return bind.call(this, config, more)
  }
  onTestFinished(() => {
    pg.Connection.prototype.bind = bind
  })
  return seen
}
