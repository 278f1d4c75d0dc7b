// How a promise stands, told from nothing but the titles and outcomes of tests.
import { expand, type List, type Row } from './lists.ts'
import type { Outcome } from './reports.ts'

export type State = 'kept' | 'begun' | 'failing' | 'untested'
export type Standing = { id: string; state: State; tests: string[] }
export type Claim = { written: string; part: boolean }

/** The references of a title, as written there: `[B74][F8] …`, `[A27, A37] …`, and `[A37 part] …` where only a part is proven. */
export function claimsIn(title: string): Claim[] {
  return [...title.matchAll(/\[([^\]]+)\]/g)].map(([, inside = '']) => ({
    written: inside.replace(/ part$/, ''),
    part: inside.endsWith(' part'),
  }))
}

/**
 * The rows of a list that a written reference claims. Naming a row exactly (`A40`, `B204-207`) claims that row alone, although `A39-40`
 * holds the line too; a reference that is no row's own name claims every row it is a part of (`B205` claims `B204-207`).
 */
export function rowsClaimed(list: List, written: string): Row[] {
  const named = (name: string) => list.rows.filter((row) => row.id === name)
  if (named(written).length > 0) return named(written)
  return expand(written).flatMap((reference) =>
    named(reference).length > 0 ? named(reference) : list.rows.filter((row) => row.references.includes(reference)),
  )
}

/**
 * One entry for each first column of a list, written as there. Failing: a test that claims it failed. Kept: one that claims
 * the whole of it passed. Begun: only parts passed. Otherwise untested, tests that were not run included.
 */
export function standings(list: List, outcomes: Outcome[]): Standing[] {
  const claims = outcomes.flatMap((test) =>
    claimsIn(test.title).flatMap(({ written, part }) => rowsClaimed(list, written).map((row) => ({ row, part, test }))),
  )
  return list.rows.map((row) => {
    const mine = claims.filter((claim) => claim.row === row)
    return { id: row.id, state: stateOf(mine), tests: [...new Set(mine.map((claim) => claim.test.title))] }
  })
}

function stateOf(claims: { part: boolean; test: Outcome }[]): State {
  if (claims.some(({ test }) => test.failed)) return 'failing'
  const passed = claims.filter(({ test }) => test.passed)
  if (passed.some(({ part }) => !part)) return 'kept'
  return passed.length > 0 ? 'begun' : 'untested'
}
