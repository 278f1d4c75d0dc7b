import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Structured log lines on stdout, one JSON object each. Ids, codes and durations only: what may be protected is never handed to it. */
export function openLog(level: string, destination: DestinationStream = pino.destination(1)): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: bug, cause: bug },
  }
  return pino(options, destination)
}

/** A bug's class, SQLSTATE and stack, without its message: messages of drivers can carry values. */
function bug(cause: unknown): object {
  if (!(cause instanceof Error)) return { type: typeof cause }
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  const constraint = 'constraint' in cause && typeof cause.constraint === 'string' ? cause.constraint : undefined
  const stack = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { type: cause.name, code, constraint, stack: stack.slice(0, 20).join('\n') }
}
