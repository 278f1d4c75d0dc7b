import type { CaseKeep } from '../cases/index.ts'
import type { Outside } from './provider.ts'
import type { UnderWay } from './under-way.ts'

/** What the assistant takes beyond what a case does: where it runs, and the outside model that the operator has set up, if any. */
export type AssistantKeep = CaseKeep & {
  readonly profile: 'demo' | 'production'
  readonly outside: Outside | undefined
  readonly underWay: UnderWay
}
