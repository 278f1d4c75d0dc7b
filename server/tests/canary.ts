/** Where one of the texts stands, in any of the forms that a text is written down in. */
export function found(places: Map<string, Buffer>, texts: readonly string[]): string[] {
  const forms = texts.flatMap((text) => [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(Buffer.from(text).toString('hex')),
    Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')),
  ])
  return [...places].filter(([, bytes]) => forms.some((form) => bytes.includes(form))).map(([place]) => place)
}
