import { signal } from './signal.ts'

/** Counts the sessions that ended under the page (expired or revoked); the app follows it and leads to the sign-in page. */
export const endings = signal(0)

export function endSession(): void {
  endings.set(endings.get() + 1)
}

/** Counts how often the clinic said that a second factor must be set up first; the app follows it and leads to where that is done. */
export const enrolments = signal(0)

export function askToEnrol(): void {
  enrolments.set(enrolments.get() + 1)
}
