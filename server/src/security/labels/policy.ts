// The third page: what a security label asks of whoever reaches a record or an entry otherwise. Where it is not met, the thing does not exist. [F35]
import type { Purpose } from '@wardkeep/contract/audit.ts'
import { type RoleName, roles } from '@wardkeep/contract/identity.ts'
import { type Confidentiality, withholding } from '@wardkeep/contract/labels.ts'
import type { Relation } from '../policy.ts'

/**
 * What releases it. `purposes` is what may be stated for it; without a statement a treatment relation means treatment (`implied`). `close`
 * asks for a place in the care team or emergency access: a visit alone is not enough. Whoever wrote it needs none of this.
 */
export type Release = {
  relations: readonly Relation[]
  purposes: readonly Purpose[] | 'every'
  implied?: true
  close?: true
}
type Withheld = Exclude<Confidentiality, 'N'>

const treating: readonly Purpose[] = ['TREAT', 'ETREAT', 'BTG']

const page: Readonly<Record<Withheld, { readonly [K in RoleName]?: Release }>> = {
  R: {
    patient: { relations: ['self'], purposes: 'every', implied: true },
    doctor: { relations: ['assigned', 'emergency'], purposes: treating, implied: true },
    admin: { relations: ['organisation'], purposes: ['TREAT', 'PATRQT', 'PUBHLTH'] },
  },
  V: {
    patient: { relations: ['self'], purposes: 'every', implied: true },
    doctor: { relations: ['assigned', 'emergency'], purposes: treating, implied: true, close: true },
    admin: { relations: ['organisation'], purposes: ['PATRQT'] },
  },
}

export type LabelReader = {
  role: RoleName | 'system' | 'nobody'
  relation: Relation
  /** They wrote it. */
  author: boolean
  /** A place in the care team or emergency access, now. */
  close: boolean
  /** As they stated it. */
  purpose: Purpose | undefined
}

/** Whether the label lets this reader have what it is on; pure and total. */
export function isReleased(label: Confidentiality, { role, relation, author, close, purpose }: LabelReader): boolean {
  if (label === 'N' || author) return true
  const release = releaseFor(label, role)
  if (release === undefined || !release.relations.includes(relation)) return false
  if (release.close && !close) return false
  if (purpose === undefined) return release.implied === true
  return release.purposes === 'every' || release.purposes.includes(purpose)
}

/** What a role needs for a label; undefined where nothing releases it. */
export function releaseFor(label: Withheld, role: string): Release | undefined {
  const found = roles.find((name) => name === role)
  return found && page[label][found]
}

/** A release in the words of the contract. */
export function toldOf({ purposes, implied, close }: Release): { purposes: Purpose[]; stated: boolean; close: boolean } {
  return { purposes: purposes === 'every' ? [] : [...purposes], stated: implied !== true, close: close === true }
}

/** The page as it is printed. */
export function labelPage(): { label: Withheld; role: RoleName; release: Release }[] {
  return withholding.flatMap((label) =>
    roles.flatMap((role) => {
      const release = page[label][role]
      return release ? [{ label, role, release }] : []
    }),
  )
}
