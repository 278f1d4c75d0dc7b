// When a page is done: it asks for nothing more and has drawn what it got. Playwright's own `networkidle` waits half a second more, which a hundred looks pay for.
import { setTimeout } from 'node:timers/promises'
import type { BrowserContext, Page, Request } from 'playwright-core'

const underWay = new WeakMap<Page, Set<Request>>()

/** Counts a page's requests from its first on. */
export function watchRequests(page: Page): void {
  const open = new Set<Request>()
  underWay.set(page, open)
  page.on('request', (request) => open.add(request))
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
}

/** Resolves once a watched page drew two frames in a row without a request under way; a page that is never done runs into its test's time. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  for (let quiet = 0; quiet < 2; ) {
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))')
    quiet = underWay.get(page)?.size === 0 ? quiet + 1 : 0
  }
}

/**
 * Half of a browser's calls come late, by up to a second and a half, and so in another order than they were made in: a story that only a fast machine
 * tells to its end fails then.
 */
export async function answerLate(context: BrowserContext): Promise<void> {
  await context.route('**/api/**', async (route) => {
    if (Math.random() < 0.5) await setTimeout(Math.random() * 1500)
    // A page that was left meanwhile asks no more.
    await route.continue().catch(() => undefined)
  })
}
