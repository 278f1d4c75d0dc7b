import { wardkeep } from './wardkeep.ts'

// Told to end, a verb finishes the file at hand and says how far it came; a database it started would else outlive it.
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

process.exitCode = await wardkeep(process.argv.slice(2), { out: process.stdout, err: process.stderr }, stopping.signal)
