// What every page gives whoever is signed in, and every field of a password whoever fills it in. [V6.2.6][V6.2.7][V7.4.4]
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { root } from '../scripts/root.ts'
import { trackedFiles } from '../scripts/tracked-files.ts'
import { openHouse } from './clinic-process.ts'
import { signInAt } from './visitors.ts'

const house = await openHouse()

type Route = { path: string; frame: string; roles: string[] }
const roles = ['patient', 'doctor', 'reception', 'admin', 'auditor']

/** The router's table, from the files that make it: only what stands there can be opened. */
function routes(): Route[] {
  return trackedFiles()
    .filter((file) => /^web\/src\/pages\/[\w-]+\/routes\.ts$/.test(file))
    .flatMap((file) => readFileSync(join(root, file), 'utf8').split('createRoute(').slice(1))
    .map((text) => ({
      path: /path: '([^']+)'/.exec(text)?.[1] ?? '',
      frame: /getParentRoute: \(\) => (\w+)/.exec(text)?.[1] ?? '',
      roles: [...(/roles: \[([^\]]*)\]/.exec(text)?.[1]?.matchAll(/'(\w+)'/g) ?? [])].map(([, role = '']) => role),
    }))
}

test('[V7.4.4] on every page of every role, and on one that is refused to it, signing out is one menu away, and it works', {
  timeout: 240_000,
}, async () => {
  const framed = routes().filter(({ frame }) => frame === 'frameRoute')
  expect(framed.length).toBeGreaterThan(30)
  // Whatever else there is shows nothing of anybody: the doors of an account, and the description of the API.
  expect(new Set(routes().map(({ frame }) => frame))).toEqual(new Set(['frameRoute', 'publicRoute', 'openRoute']))
  const seen = roles.map(async (role) => {
    const { page } = await signInAt(house, house.account(role))
    // Who runs the clinic is asked for what before a chart opens.
    await page.addLocatorHandler(page.getByRole('dialog').getByRole('button', { name: 'Go on' }), async (goOn) => {
      await page.getByRole('dialog').getByRole('radio').first().click()
      await goOn.click()
    })
    const [refused] = framed.filter(({ roles }) => roles.length > 0 && !roles.includes(role))
    const own = framed.filter(({ roles }) => roles.length === 0 || roles.includes(role))
    expect(own.length).toBeGreaterThan(8)
    for (const { path } of [...own, ...(refused ? [refused] : [])]) {
      await page.goto(house.url + path.replaceAll(/\$\w+/g, '01890000-0000-7000-8000-000000000000'))
      await page.getByRole('button', { name: /^Account/ }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    }
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL((url) => url.pathname === '/sign-in')
    await page.goto(`${house.url}/security`)
    await page.waitForURL((url) => url.pathname === '/sign-in')
  })
  await Promise.all(seen)
})

test('[V6.2.6][V6.2.7] every field of a password hides it, shows it when asked, takes what is pasted, and says to a manager what it is for', async () => {
  const { page, context } = await house.enter()
  const token = 'A'.repeat(43)
  const open: [string, string[]][] = [
    ['/sign-in', ['current-password']],
    ['/register', ['new-password']],
    [`/reset#token=${token}&policy=composition`, ['new-password']],
  ]
  for (const [path, fields] of open) await mustBeKind(page, path, fields)
  await page.goto(`${house.url}/sign-in`)
  await page.locator('input[autocomplete="username"]').waitFor()
  expect(await page.locator('input[autocomplete="username"]').count()).toBe(1)
  await context.close()
  const signedIn = await signInAt(house, house.account('patient'))
  await mustBeKind(signedIn.page, '/security/password', ['current-password', 'new-password'])
  await mustBeKind(signedIn.page, '/profile/email', ['current-password'])

  // No other field of a password is written anywhere: all are this one.
  const sources = trackedFiles().filter((file) => /^web\/src\/.*\.tsx$/.test(file))
  const drawn = sources.filter((file) => /PasswordInput\b|type="password"/.test(readFileSync(join(root, file), 'utf8')))
  expect(drawn).toEqual(['web/src/forms/password-field.tsx'])
  expect(sources.filter((file) => /onPaste|onBeforeInput/.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})

async function mustBeKind(page: Page, path: string, fields: string[]): Promise<void> {
  await page.goto('about:blank')
  await page.goto(house.url + path)
  const found = page.locator('main input[autocomplete$="-password"], form input[autocomplete$="-password"]')
  await found.first().waitFor()
  expect(await found.evaluateAll((inputs) => inputs.map((input) => input.getAttribute('autocomplete'))), path).toEqual(fields)
  for (let at = 0; at < fields.length; at += 1) {
    const field = found.nth(at)
    expect(await field.getAttribute('type'), path).toBe('password')
    await field.fill('Pasted 🙂 phrase-9, whole')
    const around = page.locator('.mantine-PasswordInput-root').nth(at)
    await around.getByRole('button', { name: 'Show password' }).click()
    expect(await field.getAttribute('type'), path).toBe('text')
    await field.press('Control+a')
    await field.press('Control+x')
    expect(await field.inputValue(), path).toBe('')
    await field.press('Control+v')
    expect(await field.inputValue(), path).toBe('Pasted 🙂 phrase-9, whole')
    await around.getByRole('button', { name: 'Hide password' }).click()
    expect(await field.getAttribute('type'), path).toBe('password')
    // Into the hidden field too.
    await field.press('Control+a')
    await field.press('Control+v')
    expect(await field.inputValue(), path).toBe('Pasted 🙂 phrase-9, whole')
  }
}
