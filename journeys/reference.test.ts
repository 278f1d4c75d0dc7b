import AxeBuilder from '@axe-core/playwright'
import { pathsOf, servedIn } from '@wardkeep/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustFit } from './visitors.ts'

const house = await openHouse()
const served = servedIn('demo', [])

test('the API is browsable at /docs without signing in: every endpoint by its path, opened to its access and refusals, asking nobody but this server', async () => {
  const visitor = await house.enter()
  const hosts = new Set<string>()
  visitor.page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  await visitor.page.goto(`${house.url}/docs`)
  await visitor.page.getByText(`${Object.keys(served).length} endpoints`).waitFor()
  const shown = await visitor.page.locator('h3').allTextContents()
  for (const endpoint of Object.values(served)) {
    const path = (pathsOf(endpoint)[0] ?? '').replaceAll(/:([a-zA-Z]+)/g, '{$1}')
    expect(shown).toContain(endpoint.method + path + endpoint.summary)
  }
  await mustBeAccessible(visitor.page)

  await visitor.page.getByRole('textbox', { name: 'Find an endpoint' }).fill('slot_taken')
  const booking = visitor.page.getByRole('button', { name: 'POST /api/appointments Book a free slot' })
  await booking.waitFor()
  await expect.poll(() => visitor.page.getByRole('button', { name: 'GET /api/records' }).count()).toBe(0)
  await booking.click()
  for (const text of ['appointment.book', 'Booked a visit (appointment.booked)', 'doctorId?', 'patientId?'])
    await visitor.page.getByText(text, { exact: true }).first().waitFor()
  await visitor.page.getByText('SLOT_TAKEN').first().waitFor()
  await mustBeAccessible(visitor.page)
  expect([...hosts]).toEqual([house.url])
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
})

test('a link to one endpoint opens it, in Hebrew on a phone in the dark, and nothing is wider than the page', async () => {
  const visitor = await house.enter({ width: 390, height: 844, language: 'he', dark: true })
  await visitor.page.goto(`${house.url}/docs#login`)
  await visitor.page.getByText('#1.accessToken').waitFor()
  expect(await visitor.page.locator('html').getAttribute('dir')).toBe('rtl')
  await mustFit(visitor.page)
  expect(Number(await visitor.page.evaluate('scrollY'))).toBeGreaterThan(100)
  await mustBeAccessible(visitor.page)
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
})

async function mustBeAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([])
}
