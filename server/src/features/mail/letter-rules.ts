// The words of every mail, from the template, the reader's language and one link: there is nothing else that could be put in. [A117]
import type { MailTemplate } from '@wardkeep/contract/mailbox.ts'
import { arabic } from './letters/arabic.ts'
import { english } from './letters/english.ts'
import { hebrew } from './letters/hebrew.ts'
import type { Letters } from './letters/letters.ts'
import { russian } from './letters/russian.ts'

export type WrittenLetter = { subject: string; text: string; html: string }

/** Languages that letters are written in; any other gets English. */
export const letterLanguages: Readonly<Record<string, Letters>> = { en: english, he: hebrew, ar: arabic, ru: russian }

/** `language`: BCP 47, of which the first part decides. The link stands in the text as it is, so that it can be read before it is opened. */
export function writeLetter(template: MailTemplate, language: string, { link }: { link: string }): WrittenLetter {
  const tag = language.toLowerCase().split('-', 1)[0] ?? ''
  const written = Object.hasOwn(letterLanguages, tag) ? tag : 'en'
  const letters = letterLanguages[written] ?? english
  const { subject, before, action, after } = letters[template]
  const paragraphs = [...before, `${action}\n${link}`, ...after, letters.footer]
  const html = [
    ...before.map(paragraph),
    `<p><a href="${escaped(link)}">${escaped(action)}</a><br><span dir="ltr">${escaped(link)}</span></p>`,
    ...after.map(paragraph),
    `<p>${escaped(letters.footer)}</p>`,
  ]
  return {
    subject,
    text: `${paragraphs.join('\n\n')}\n`,
    html: `<!doctype html><html lang="${written}" dir="${letters.direction}"><body>${html.join('')}</body></html>`,
  }
}

function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
