/** What becomes of a signed record: retracted, or added to. */
export const retraction = {
  title: 'Retracted: do not rely on this record',
  stays: 'It stays readable, as it was signed, so that everybody can see what was relied on before.',
  codes: {
    'wrong-patient': 'Belongs to another patient',
    incorrect: 'Says something that is not right',
    duplicate: 'Stands here twice',
    other: 'Another reason',
  },
  by: { doctor: 'Retracted by its author', organisation: 'Retracted for the clinic' },
  retract: 'Retract',
  askTitle: 'Retract this record?',
  askText:
    'It is not deleted: it stays readable for the patient and for staff, marked as retracted with your reason and your name. This is signed and cannot be undone.',
  code: 'Reason',
  text: 'In words',
  textHelp: 'The patient can read this.',
  textHint: 'Say why, in at least three characters.',
  send: 'Retract record',
  cancel: 'Keep it',
  done: 'The record is retracted.',
  broken: 'The retraction is not signed as it should be',
  brokenText: 'What is stored of it is not what was signed, or not by whom it names.',
  jws: 'Signature of the retraction (detached JWS)',
  canonical: 'Signed retraction',
}
export const addendum = {
  title: 'Addendum',
  open: 'Open with its signature',
  original: 'Open the record that this adds to',
  add: 'Add an addendum',
  text: 'The record stays as it was signed. What you add is signed with your key, shown with it, and the patient can read it at once.',
  send: 'Sign addendum',
  cancel: 'Leave it',
  done: 'The addendum is signed.',
}
