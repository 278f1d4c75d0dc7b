/** Cases: medical questions from submission to answer, and to whom each comes. */
export { lookAfter } from './keeper-actions.ts'
export { receiptRoutes } from './receipt-routes.ts'
export { caseRoutes } from './routes.ts'
