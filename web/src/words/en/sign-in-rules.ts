/** What the organisation asks of a sign-in. */
export const signInRules = {
  title: 'Sign-in rules',
  lead: 'What everybody here needs to sign in. A change holds for everyone from their next click on.',
  factors: 'Second step',
  factorsText: 'Whoever is asked for a second step and has none yet sets it up before anything else. Nobody is signed out.',
  staff: 'Everybody on the staff needs a second step',
  roles: 'Roles that need a second step',
  role: { patient: 'Patients', doctor: 'Doctors', admin: 'Administrators', reception: 'Reception', auditor: 'Auditors' },
  passwords: 'New passwords',
  judged: 'How a new password is judged',
  passwordsText: 'Passwords that stand are not asked again.',
  policy: { composition: 'Mixed characters', length: 'Length', hybrid: 'Length or mixed characters' },
  policyText: {
    composition: 'At least 12 characters, with a capital letter, a small letter, a digit and another sign.',
    length: 'At least 15 characters of whatever kind.',
    hybrid: 'At least 15 characters of whatever kind, or 12 with all four kinds.',
  },
  ownTitle: 'You have no second step yourself',
  own: 'I know that I set one up next, before anything else',
  conflict: 'Somebody else has changed these rules in the meantime. Load the page again to see them.',
  save: 'Save the rules',
  saved: 'The rules are saved.',
}
