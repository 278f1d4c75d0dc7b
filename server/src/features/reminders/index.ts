/** Reminders: of each visit that comes, once, by mail, to whoever has not said no. Nothing protected stands in them. */
export { forgetReminder, type RemindKeep, remindDue } from './reminding-actions.ts'
export { reminderRoutes } from './routes.ts'
