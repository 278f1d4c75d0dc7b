// Every file is checked before the first is written, so that a broken one among many leaves nothing behind; one file at a time is in memory.
import {
  addUp,
  type BundleFacts,
  BundleRefused,
  checkBundle,
  type Destination,
  emptyReport,
  findDestinations,
  importBundle,
  parseBundleText,
  type Report,
} from '../features/importing/index.ts'
import { Refusal } from '../platform/refusal.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { choose } from './destination.ts'
import { findFiles, readGivenFile } from './given-files.ts'
import { type Host, openHost } from './host.ts'
import { reportTable } from './import-report.ts'
import { openProgress } from './progress.ts'
import type { Streams } from './streams.ts'

/** `files` are files, folders or patterns; `organisation` is a slug and may be left out where there is only one. */
export type ImportAsked = { files: readonly string[]; organisation?: string | undefined; json: boolean }

type Errand = { host: Host; destination: Destination; files: readonly string[]; err: Streams['err']; stop: AbortSignal }

export async function importFhir(asked: ImportAsked, streams: Streams, stop: AbortSignal): Promise<void> {
  const files = await findFiles(asked.files)
  const host = await openHost(streams)
  const report = await (async () => {
    const destination = choose(await findDestinations(host.keep, host.tenantIds, host.clock.now()), asked.organisation)
    const errand = { host, destination, files, err: streams.err, stop }
    return writeAll(errand, await checkAll(errand))
  })().finally(host.close)
  streams.out.write(asked.json ? `${JSON.stringify(report)}\n` : reportTable(report, files.length))
}

/** Reads and checks every file and keeps of each only the mark by which a change would be noticed. */
async function checkAll(errand: Errand): Promise<string[]> {
  const seen = new Map<string, string>()
  const marks: string[] = []
  await eachFile(errand, 'Checked', 'Nothing was written.', async (path) => {
    const { mark, facts } = await readBundleFile(path)
    await checkBundle(errand.host.keep, errand.destination, errand.host.clock.now(), facts, seen)
    marks.push(mark)
  })
  return marks
}

async function writeAll(errand: Errand, marks: readonly string[]): Promise<Report> {
  let report = emptyReport()
  const outlook = 'The files before it are imported, and nothing of this one; the same command goes on from there.'
  await eachFile(errand, 'Imported', outlook, async (path, place) => {
    const { mark, facts } = await readBundleFile(path)
    if (mark !== marks[place]) throw new BundleRefused('the file', 'was changed since it was checked')
    report = addUp(report, await importBundle(errand.host.keep, errand.destination, errand.host.clock.now(), facts))
  })
  return report
}

async function readBundleFile(path: string): Promise<{ mark: string; facts: BundleFacts }> {
  const { bytes, mark } = await readGivenFile(path)
  return { mark, facts: parseBundleText(bytes) }
}

async function eachFile(
  { files, err, stop }: Errand,
  word: string,
  outlook: string,
  act: (path: string, place: number) => Promise<void>,
): Promise<void> {
  const progress = openProgress(err, word, files.length)
  const newLine = err.isTTY ? '\n' : ''
  for (const [place, path] of files.entries()) {
    const which = `${newLine}file ${place + 1} of ${files.length}`
    if (stop.aborted) throw new CannotGoOn(`${which}: stopped before it. ${outlook}`)
    await act(path, place).catch((cause: unknown) => {
      if (cause instanceof BundleRefused) throw new CannotGoOn(`${which}: ${cause.position}: ${cause.reason}`, outlook)
      if (cause instanceof Refusal && cause.code === 'UNAVAILABLE') throw new CannotGoOn(`${which}: the database went away.`, outlook)
      throw cause
    })
    progress(place + 1)
  }
}
