import type { draftKinds, draftStates } from '@wardkeep/contract/assistant.ts'

export type DraftKind = (typeof draftKinds)[number]
export type DraftState = (typeof draftStates)[number]
