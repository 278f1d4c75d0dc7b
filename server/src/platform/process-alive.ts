import { codeOf } from './error-code.ts'

/** Whether a process of that number exists, ours or not; a zombie does. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
