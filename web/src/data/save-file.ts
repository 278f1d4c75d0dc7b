/** Hands text to the browser as a file to keep or to open. It is in no address and no storage of the page, and its name says nothing of anybody. */
export function saveFile(name: string, mediaType: string, parts: string[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by then; a page that is left open would keep the text otherwise.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
