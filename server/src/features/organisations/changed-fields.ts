/** The names of what differs between two forms of the same thing, in the order of the second. */
export function changedFields(before: object, after: object): string[] {
  const was = new Map(Object.entries(before).map(([name, value]) => [name, JSON.stringify(value)]))
  return Object.entries(after).flatMap(([name, value]) => (was.get(name) === JSON.stringify(value) ? [] : [name]))
}
