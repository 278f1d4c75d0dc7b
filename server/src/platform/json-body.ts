// A name that stands twice in one object is read differently by different programs: who checked the first must not be followed by who acts on the last.

/** Whether an object of this JSON text, which is valid, has a name twice; `value` is what the text was parsed to. */
export function namesTwice(text: string, value: unknown): boolean {
  let written = 0
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*(:)?/gs)) if (colon) written += 1
  return written !== membersOf(value)
}

function membersOf(value: unknown): number {
  let members = 0
  const open = [value]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one === null || typeof one !== 'object') continue
    const inside: unknown[] = Object.values(one)
    if (!Array.isArray(one)) members += inside.length
    for (const each of inside) open.push(each)
  }
  return members
}
