import { execFileSync } from 'node:child_process'

/** Whether Debian's python3-jwcrypto is here, by which programs of docs/formats verify what we signed. */
export function hasJwcrypto(): boolean {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import jwcrypto'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
