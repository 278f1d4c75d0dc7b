// What people speak, by name. The browser knows the names; what it has none for is told by its tag (BCP 47).

const letters = [...'abcdefghijklmnopqrstuvwxyz']
const names = new Map<string, Intl.DisplayNames>()

/** The name of a language in the viewer's own, or the tag where nobody has a name for it. */
export function languageName(tag: string, locale: string): string {
  const known = names.get(locale) ?? new Intl.DisplayNames([locale], { type: 'language' })
  names.set(locale, known)
  try {
    return known.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** Every language of two letters (ISO 639-1) that has a name of its own, and those given, each as `{ value, label }`, by name. */
export function languageChoices(locale: string, given: readonly string[]): { value: string; label: string }[] {
  const tags = letters.flatMap((first) => letters.map((second) => first + second))
  const standing = tags.filter((tag) => languageName(tag, locale) !== tag && Intl.getCanonicalLocales(tag)[0] === tag)
  const named = new Map([...standing.toReversed(), ...given].map((tag) => [languageName(tag, locale), tag]))
  return [...named].map(([label, value]) => ({ value, label })).toSorted((one, other) => one.label.localeCompare(other.label, locale))
}
