/** Cases: medical questions from submission to answer, and to whom each comes. */
export { answerWith, endAssistantConsent, type Words } from './actions.ts'
export { type CaseFacts, ownerOf, subjectOf } from './case.ts'
export type { CaseKeep } from './case-keep.ts'
export { lookAfter } from './keeper-actions.ts'
export { type CaseMaterial, readMaterial } from './material-actions.ts'
export { receiptRoutes } from './receipt-routes.ts'
export { caseRoutes } from './routes.ts'
