import { setNonce } from 'get-nonce'

/** The nonce of this page, as Vite's meta tag carries it; '' in development. Only scripts of the page can read it. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** The scroll lock below dialogs writes a style tag of its own and asks get-nonce for the nonce. */
export function shareNonce(): void {
  setNonce(nonce)
}
