// Speaks SMTP. A letter goes to exactly one address, which is never read as a list, and over TLS to every host but this one.
import { createTransport } from 'nodemailer'

export type Letter = {
  /** A UUID; the letter has the same Message-ID however often it is sent, so that a mail server can tell a repetition. */
  id: string
  to: string
  subject: string
  text: string
  html: string
  date: Date
}

export type Carrier = {
  /** Resolves when the mail server has taken the letter. Throws `LetterRefused` where it never will, anything else where it may later. */
  carry(letter: Letter): Promise<void>
  close(): void
}

/** The mail server says that this letter will never be taken (RFC 5321, 5yz). */
export class LetterRefused extends Error {}

/** Milliseconds for one letter, whatever the mail server does. */
export const carryMs = 45_000

/** `url`: `smtp://` (STARTTLS) or `smtps://`, with name and password where the server asks for them. `from`: a bare address. */
export function openCarrier(url: string, from: string): Carrier {
  const transport = createTransport({ ...reachOf(url), disableFileAccess: true, disableUrlAccess: true })
  const host = from.slice(from.lastIndexOf('@') + 1)
  return {
    carry: async ({ id, to, subject, text, html, date }) => {
      if (!isOneAddress(to)) throw new LetterRefused('the address is not one address')
      const sending = transport.sendMail({
        from: { name: '', address: from },
        to: { name: '', address: to },
        envelope: { from, to: [to] },
        messageId: `<${id}@${host}>`,
        date,
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      await within(carryMs, sending).catch((cause: unknown) => {
        throw isFinal(cause) ? new LetterRefused('the mail server refused the letter', { cause }) : cause
      })
    },
    close: () => transport.close(),
  }
}

/** What the URL says, and what it must not leave open. */
export function reachOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isThisHost(hostname),
    tls: { minVersion: 'TLSv1.2' as const },
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 10_000,
    dnsTimeout: 5000,
  }
}

/** Nothing that a mail server or a header could take for a second address, a name or the end of a line. */
export function isOneAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@\p{Cc}<>()[\],;:"\\]{1,64}@[^\s@\p{Cc}<>()[\],;:"\\]{1,253}$/u.test(text)
}

function isThisHost(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

function isFinal(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('responseCode' in cause) || !('code' in cause)) return false
  return Number(cause.responseCode) >= 500 && (cause.code === 'EENVELOPE' || cause.code === 'EMESSAGE')
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the mail server took too long')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
