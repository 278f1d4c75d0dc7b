/** The assistant: drafts for doctors on the cases they have, by rules of this server or by an outside model, and never a word to anybody else. */
export { discardDrafts } from './discarding-actions.ts'
export { type OutsideOptions, openOutside } from './outside-provider.ts'
export { assistantRoutes } from './routes.ts'
export { UnderWay } from './under-way.ts'
