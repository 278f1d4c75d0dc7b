/** What somebody did by an exception, and somebody else must judge. */
export const reviews = {
  title: 'Reviews',
  lead: 'What was done by an exception and another person has to judge. The outcome is final.',
  filter: 'Which reviews',
  state: { open: 'Waiting', closed: 'Judged' },
  none: { open: 'Nothing waits for a review', closed: 'Nothing was judged yet' },
  noneText:
    'Every emergency access to a chart, and every chart an administrator opened without saying why, appears here and waits for one of you.',
  kind: { 'break-glass': 'Emergency access to a chart', 'admin-without-purpose': 'Patient data opened without saying for what' },
  several: 'A list of several patients',
  overdue: 'Overdue',
  due: 'Due',
  on: 'Patient:',
  reason: 'Reason given',
  raised: 'Opened',
  judge: 'Judge',
  openNow: 'Open now',
  endAccess: 'End the access now',
  endAccessText:
    '{{doctor}} sees nothing of the chart of {{patient}} from this moment on, unless another reason opens it. What was done stays to be judged.',
  accessEnded: 'The access has ended.',
  judged: 'The review is closed.',
  dialog: 'Judge this access',
  dialogList:
    '{{name}} looked at a list of patients without saying for what. The journal shows everything that was read that day. Your outcome cannot be changed later.',
  dialogText:
    '{{doctor}} opened the chart of {{patient}}. The journal shows everything that was read. Your outcome cannot be changed later.',
  outcome: 'Outcome',
  outcomes: { justified: 'Justified', 'not-justified': 'Not justified', 'needs-follow-up': 'Needs to be followed up' },
  note: 'How you came to it',
  noteHint: 'A few words, at least three characters.',
  send: 'Close the review',
  cancel: 'Cancel',
  closedBy: 'by {{name}}',
  own: 'Another administrator has to judge this.',
}
