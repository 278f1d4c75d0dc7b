// What every story does: sign somebody in, take a picture where one is wanted, ask axe.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { root } from '../scripts/root.ts'
import type { Account, Entrance, House, Visitor } from './clinic-process.ts'
import { settled } from './settling.ts'

/** Signs somebody in at a house, and waits for their first page. */
export async function signInAt(house: House, account: Account, entrance: Entrance = {}): Promise<Visitor> {
  const visitor = await house.enter(entrance)
  await visitor.page.goto(house.url)
  await visitor.page.locator('input[autocomplete="username"]').fill(account.login)
  await visitor.page.locator('input[autocomplete="current-password"]').fill(account.password)
  if (entrance.dark !== true && account.role === 'patient') await look(visitor, 'sign-in', false)
  await visitor.page.locator('button[type="submit"]').click()
  await visitor.page.waitForURL((url) => !url.pathname.startsWith('/sign-in') && url.pathname !== '/')
  await visitor.page.locator('h1').waitFor()
  return visitor
}

/** A picture for the README where it is asked for, and the check of axe. */
export async function look(visitor: Visitor, name: string, check = true): Promise<void> {
  await settled(visitor.page)
  if (check) await mustBeAccessible(visitor.page, name)
  if (process.env.WARDKEEP_PICTURES === undefined) return
  await mkdir(join(root, 'docs/pictures'), { recursive: true })
  await visitor.page.screenshot({ path: join(root, 'docs/pictures', `${name}.png`) })
}

/** Fails where axe finds a breach of WCAG 2.2 AA on the page as it is once it settled. */
export async function mustBeAccessible(page: Page, name?: string): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  expect(
    violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`),
    name,
  ).toEqual([])
}

/** Fails where the page can be moved sideways. */
export async function mustFit(page: Page, name?: string): Promise<void> {
  await settled(page)
  expect(
    Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')),
    name,
  ).toBeLessThanOrEqual(0)
}

/** Answers, as an administrator, for what patients are looked at: a purpose by its name, or the one that is chosen already. */
export async function sayPurpose(page: Page, purpose?: string): Promise<void> {
  const goOn = page.getByRole('button', { name: 'Go on' })
  await goOn.waitFor()
  if (purpose !== undefined) await page.getByRole('radio', { name: purpose }).click()
  await goOn.click()
}
