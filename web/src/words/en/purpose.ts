/** For what an administrator reads the data of patients. */
export const purpose = {
  title: 'What are you working on?',
  sitting: 'Before you see patients',
  sittingText:
    'Everything you open is written into the journal together with this answer. It holds until you sign out, and you can change it at the top of the page.',
  chart: 'Why are you opening this chart?',
  chartText: 'The patient sees your answer in their list of who looked. It holds until you leave this chart.',
  required: 'Your organisation asks what this is for before it shows the data of patients.',
  label: 'Purpose',
  of: {
    HOPERAT: 'Running the clinic',
    PATRQT: 'The patient asked for it',
    TREAT: 'Treatment',
    HPAYMT: 'Billing',
    PUBHLTH: 'Public health',
  },
  means: {
    HOPERAT: 'Organising visits, keeping data right, quality and complaints.',
    PATRQT: 'A copy, a correction or an answer that the patient wanted.',
    TREAT: 'Helping those who treat this patient.',
    HPAYMT: 'Invoices and insurance.',
    PUBHLTH: 'A report that the law asks for.',
  },
  working: 'Working on: {{purpose}}',
  goOn: 'Go on',
  cancel: 'Cancel',
}
