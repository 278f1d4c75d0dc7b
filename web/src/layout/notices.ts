import { notifications } from '@mantine/notifications'

/** Says that something worked; spoken politely by screen readers, gone by itself. */
export function done(sentence: string): void {
  notifications.show({ message: sentence, color: 'green', role: 'status', autoClose: 6000 })
}

/** Says what one should know but need not act on at once. Stays until it is closed. */
export function tell(sentence: string): void {
  notifications.show({ message: sentence, color: 'amber', role: 'status', autoClose: false })
}

/** Says that something did not work, where no form or page can say it. Stays until it is closed. */
export function failed(sentence: string): void {
  notifications.show({ message: sentence, color: 'red', role: 'alert', autoClose: false })
}
