import { readFileSync } from 'node:fs'

export type Settings = {
  /** The text of a setting, undefined where it is unset or empty. */
  text(name: string, ...otherNames: string[]): string | undefined
  /** The same for a secret, which may also be named by a file: NAME_FILE. */
  secret(name: string, ...otherNames: string[]): string | undefined
  problems: string[]
}

/** Reads the environment and nothing else; what cannot be read is added to the problems. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const problems: string[] = []
  const first = (names: string[]) => names.map((name) => environment[name]).find((value) => value !== undefined && value !== '')
  return {
    problems,
    text: (...names) => first(names),
    secret: (...names) => {
      for (const name of names) {
        const path = environment[`${name}_FILE`]
        if (path === undefined || path === '') continue
        if (environment[name]) problems.push(`${name} and ${name}_FILE are both set; set one of them.`)
        try {
          return readFileSync(path, 'utf8').trim()
        } catch {
          problems.push(`${name}_FILE names a file that cannot be read.`)
          return undefined
        }
      }
      return first(names)
    },
  }
}
