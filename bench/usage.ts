// What a process and its children used, from /proc (Linux): CPU seconds and resident memory.
import { readdir, readFile } from 'node:fs/promises'

export type Usage = { cpuSeconds: number; memoryMiB: number }

const ticksPerSecond = 100

/** Of a process and, with `children`, of those it started. Memory counts the pages that processes share once each. */
export async function usageOf(pid: number, { children = false } = {}): Promise<Usage> {
  const pids = children ? [pid, ...(await childrenOf(pid))] : [pid]
  const all = await Promise.all([...pids.map(readUsage), ...(children ? [endedUsage(pid)] : [])])
  return all.reduce((sum, one) => ({ cpuSeconds: sum.cpuSeconds + one.cpuSeconds, memoryMiB: sum.memoryMiB + one.memoryMiB }))
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const parents = await Promise.all(pids.map(async (pid) => ({ pid: Number(pid), parent: Number((await statOf(Number(pid)))[1]) })))
  return parents.filter((one) => one.parent === parent).map((one) => one.pid)
}

async function readUsage(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([statOf(pid), readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')])
  const anonymous = Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0)
  return { cpuSeconds: (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) / ticksPerSecond, memoryMiB: anonymous / 1024 }
}

/** What children used that have ended since, so that a sum over living ones never falls. */
async function endedUsage(pid: number): Promise<Usage> {
  const stat = await statOf(pid)
  return { cpuSeconds: (Number(stat[13] ?? 0) + Number(stat[14] ?? 0)) / ticksPerSecond, memoryMiB: 0 }
}

/** The fields of /proc/PID/stat after the command's name (proc(5)): state, parent, …, user and system time at 11 and 12, those of ended children at 13 and 14. */
async function statOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}
