/** Days on which the clinic is closed, both included, as dates of the organisation's own time zone. */
export type Holiday = { id: string; name: string; from: string; until: string }
