import { notifications } from '@mantine/notifications'
import i18next from 'i18next'

/** Says that something worked; spoken politely by screen readers, gone by itself. */
export function done(sentence: string): void {
  notifications.show({ message: sentence, color: 'green', role: 'status', autoClose: 6000, ...closable() })
}

/** Says what one should know but need not act on at once. Stays until it is closed. */
export function tell(sentence: string): void {
  notifications.show({ message: sentence, color: 'amber', role: 'status', autoClose: false, ...closable() })
}

/** Says that something did not work, where no form or page can say it. Stays until it is closed. */
export function failed(sentence: string): void {
  notifications.show({ message: sentence, color: 'red', role: 'alert', autoClose: false, ...closable() })
}

/** A name for the button that closes a notice. */
function closable() {
  return { closeButtonProps: { 'aria-label': i18next.t('chart.record.close') } }
}
