// The session cookie is shared by all tabs of the browser, so what one tab does to the session the others must follow.
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('wardkeep-session') : undefined

/** Tells the other tabs that someone signed in or out. */
export function tellTabs(): void {
  channel?.postMessage('changed')
}

/** A tab whose person is gone must not go on showing their data; loading anew asks the server who is signed in now. */
export function followTabs(): void {
  channel?.addEventListener('message', () => location.replace('/'))
}

/** A page that the browser froze on leaving and thaws on "back" would show what was on it, even after signing out. */
export function distrustThawedPages(): void {
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })
}
