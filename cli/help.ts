/** What `wardkeep --help` says. */
export const help = `wardkeep: what the host of a clinic can do from its command line

  wardkeep import fhir <files…>   takes patients with their history from FHIR R4 bundles

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
