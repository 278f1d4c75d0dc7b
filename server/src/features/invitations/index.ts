/** Invitations: how staff, and patients with a chart of theirs, come to an account of their own. */
export { mailFresh as mailFreshInvitation } from './actions.ts'
export { invitationRoutes } from './routes.ts'
