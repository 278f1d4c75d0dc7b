export const partNames = ['records', 'timeline', 'trends', 'team', 'details', 'looked', 'proxies', 'earlier'] as const
export type PartName = (typeof partNames)[number]
export type PartSearch = { part?: PartName }

/** Which part is open stands in the address, so that a reload and the way back lead to it. */
export function partIn({ part }: Record<string, unknown>): PartSearch {
  const known = partNames.find((name) => name === part)
  return known ? { part: known } : {}
}
