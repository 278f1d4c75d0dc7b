/** What `wardkeep --help` says. */
export const help = `wardkeep: what the host of a clinic can do from its command line

  wardkeep init …                 makes an organisation and its first administrator
  wardkeep organisation …         suspends an organisation, and opens it again
  wardkeep import fhir <files…>   takes patients with their history from FHIR R4 bundles
  wardkeep import users <file>    takes the users of another system, who keep their passwords
  wardkeep import legacy …        takes the cases and member checks of the system before
  wardkeep journal verify …       says whether a saved export of the journal is as it was signed
  wardkeep keys rotate-tokens     makes a new key of access tokens
  wardkeep keys copy <file>       seals the keys into a file for the safe
  wardkeep keys restore <file>    puts the keys of such a file back

  wardkeep <verb> --help          says more about one verb

It works on the installation of WARDKEEP_DATA (./data), or of DATABASE_URL, beside a running server or without one.
`

export const importHelp = `wardkeep import fhir <files…> [--organisation slug] [--json]

Takes FHIR R4 transaction bundles, one patient each. A folder means the *.json in it; a pattern may be quoted.
All files are checked before the first is written: a broken one is named by its place in the row, and nothing is written.
A second run changes nothing, and a run that was cut off is taken up by the same command.

  --organisation slug   into which organisation; needed where there is more than one
  --json                the report as one line: {patients, practitioners, taken: {type: n}, left: [{type, n, why}], unchanged}

Exit code: 0 imported, 1 refused, 2 not understood.
`

export const journalHelp = `wardkeep journal verify <csv> <signatures> <signers.json> [--json]

Says whether a saved export of the journal is whole and as the organisation signed it: the CSV, the file of signatures that was saved beside it, and
what the installation serves at /.well-known/signers.json, which is best saved on another day and by somebody else. No server, database or key is needed
(docs/formats/journal-export.md). Compare the organisation, the account and the filters that it prints with what you were told.

  --json   one line: {tenantId, by, filters, from, to, parts, events}

Exit code: 0 proven, 1 refused, 2 not understood.
`

export const keysHelp = `wardkeep keys rotate-tokens [--json]
wardkeep keys copy <file> [--json]
wardkeep keys restore <file> [--json]

Makes a new key of access tokens. It is published at once and signs ten minutes later, so that whoever keeps the public keys has it by then. Tokens of
the key before it stand until their own end; sixteen minutes after the new one began to sign, the old one is believed no more and removed with its
private half by the running server. Nobody is signed out, and nothing is restarted. Servers do this by themselves every TOKEN_KEY_DAYS.

A copy holds the whole key store, the root key and SECRET_KEY, sealed by a passphrase of 15 characters or more, which is asked for twice or read from
standard input. It opens every chart of the database's backup: keep it in a safe, and the passphrase elsewhere. No file is written over. Restoring puts
the key store back where none is, and beside it in the data folder the root key and SECRET_KEY that the settings do not hold. A wrong passphrase, an
altered file or a key store that is there writes nothing.

  --json   one line: {signsFrom}, {organisations, patients}, or {organisations, patients, wrote: [name of a file]}

Exit code: 0 made, 1 refused, 2 not understood.
`

export const importUsersHelp = `wardkeep import users <file> [--organisation slug] [--json]

Takes the users of another system: e-mail, display name, role, bcrypt hash and language, in CSV with a header or in JSON
(docs/formats/user-list.md). They sign in with the passwords they had, which are hashed anew as they do. Patients get a new chart,
doctors a place in the directory. The whole list is checked first: a broken row is named by its number, and nothing is written.
Whoever has an account in the organisation already is left as they are, so the same command can be run again.

  --organisation slug   into which organisation; needed where there is more than one
  --json                the report as one line: {users, unchanged}

Exit code: 0 imported, 1 refused, 2 not understood.
`

export const importLegacyHelp = `wardkeep import legacy [--requests file] [--checks file] [--organisation slug] [--json]

Takes exports of the system before, CSV with a header or JSON lines (docs/formats/legacy-import.md): its cases (rn_requests) and its
checks of members (check_user_log). Both files are checked whole first: broken rows are named by their lines, and nothing is written.
A second run changes nothing, and a run that was cut off is taken up by the same command. user_crypt is kept and never opened.

  --requests file       an export of rn_requests
  --checks file         an export of check_user_log
  --organisation slug   into which organisation; needed where there is more than one
  --json                the report as one line: {requests?, checks?: {rows, imported, unchanged, differing: [line]}, userCrypt}

Exit code: 0 imported, 1 refused, 2 not understood.
`

export const initHelp = `wardkeep init --organisation slug --name "…" --admin e-mail --time-zone Area/City

Makes an organisation with its keys, and its first administrator. The server must have been started once. It prints a link by which the
administrator chooses a password; the link works once, for 24 hours. An organisation is made once: the same slug again is refused.

wardkeep init --new-link --organisation slug --admin e-mail

Makes another link for a first administrator who has chosen no password yet. The one before it leads nowhere from then on.

  --organisation slug          2 to 63 small letters, digits and hyphens
  --name "…"                   what people read
  --admin e-mail               the administrator signs in by it
  --admin-name "…"             what people read; else "Administrator"
  --time-zone Area/City        where the clinic is
  --languages en,he            spoken there, the administrator's first; else en
  --open-registration          patients may open accounts themselves; one organisation of an installation can have this
  --no-staff-second-factor     staff need no second factor
  --new-link                   another link, for an organisation that stands
  --mail                       mail the link instead of printing it
  --json                       one line: {organisation: {id, slug}, admin: {id}, link?, mailed}

Exit code: 0 made, 1 refused, 2 not understood.
`

export const organisationHelp = `wardkeep organisation suspend <slug> [--json]
wardkeep organisation resume <slug> [--json]
wardkeep organisation lift-networks <slug> [--json]

Suspends an organisation: every session and API key of it is dead from its next request on, and a sign-in is told what an unknown name is told. Nothing
is removed. Resuming opens it again; sessions and keys that have not come to their own end go on. Other organisations
notice nothing. Lifting the networks lets administrators act from everywhere again, where the list of networks that they set shuts all of them out. Each
is an event of the organisation's journal, and works beside a running server.

  --json   one line: {organisation: {id, slug, active}}, or {organisation: {id, slug, adminNetworks}}

Exit code: 0 done, 1 refused, 2 not understood.
`
