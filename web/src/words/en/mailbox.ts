/** The mails that the demo keeps instead of sending them. */
export const mailbox = {
  title: 'Mailbox',
  lead: 'This demo sends no mail. What it would have sent to you, or as administrator to anyone here, stands below.',
  mails: 'Mails',
  none: 'No mail yet',
  noneText: 'Ask for a new password, or open an account, and the mail appears here.',
  to: 'To',
  open: 'Open the link',
}
