// A chart with a long life in it: taken in by the command beside the running clinic, read to its first entry, sifted, and its measurements seen as curves.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { run } from '../cli/command.fixture.ts'
import { longBundle } from '../server/src/features/importing/bundles.fixture.ts'
import { openHouse } from './clinic-process.ts'
import { look, mustBeAccessible, mustFit, sayPurpose, signInAt } from './visitors.ts'

const entries = 10_000
const house = await openHouse()

beforeAll(async () => {
  const bundle = join(house.data, 'long.json')
  await writeFile(bundle, longBundle(entries))
  const imported = await run(['import', 'fhir', bundle, '--organisation', 'harbour', '--json'], { WARDKEEP_DATA: house.data })
  expect(imported).toMatchObject({ code: 0, err: '' })
})

test('ten thousand entries are scrolled to the first of a life, while the page holds only those on the screen', async () => {
  const admin = await signInAt(house, house.account('admin'))
  const { page } = admin
  await openLongChart(page)
  await page.getByRole('tab', { name: 'Timeline' }).click()
  const feed = page.getByRole('feed', { name: 'Timeline' })
  await feed.getByRole('heading', { name: '2024' }).waitFor()
  await mustBeAccessible(page, 'timeline')

  const last = feed.getByRole('article', { name: 'The first entry of all' })
  let most = 0
  await expect
    .poll(
      async () => {
        await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
        most = Math.max(most, await feed.getByRole('article').count())
        return last.count()
      },
      { timeout: 120_000, interval: 20 },
    )
    .toBe(1)
  expect(most).toBeLessThan(80)
  expect(await positionOf(last)).toEqual([entries, entries])
  await page.getByText('That is all: 10,000 entries').waitFor()
  await mustBeAccessible(page, 'the end of the timeline')

  const kinds = page.getByRole('radiogroup', { name: 'Show' })
  await kinds.getByText('Allergies').click()
  await feed.getByRole('article', { name: 'Allergy 9', exact: true }).waitFor()
  expect((await positionOf(feed.getByRole('article').first()))[0]).toBe(1)
  expect(await feed.getByText('Measurement').count()).toBe(0)
  await kinds.getByText('Reports').click()
  await page.getByText('Nothing of this kind').waitFor()
  expect(admin.complaints).toEqual([])
  await admin.context.close()
})

test('by the keyboard alone one goes from entry to entry, and the one with the focus never gets lost', async () => {
  const admin = await signInAt(house, house.account('admin'))
  const { page } = admin
  await openLongChart(page)
  await page.getByRole('tab', { name: 'Timeline' }).focus()
  await page.keyboard.press('Enter')
  const feed = page.getByRole('feed')
  const articles = feed.getByRole('article')
  await articles.first().waitFor()
  await page.getByRole('radio', { name: 'Everything' }).focus()
  await page.keyboard.press('Tab')
  const focused = feed.locator(':focus')
  await expect.poll(() => positionOf(focused)).toEqual([1, -1])
  for (const _ of [1, 2, 3]) await page.keyboard.press('PageDown')
  await expect.poll(() => positionOf(focused)).toEqual([4, -1])
  await page.keyboard.press('End')
  await expect.poll(async () => (await positionOf(focused))[0]).toBeGreaterThanOrEqual(100)
  expect(await focused.isVisible()).toBe(true)
  const [far] = await positionOf(focused)
  await page.evaluate('scrollTo(0, 0)')
  await feed.locator('[aria-posinset="1"]').waitFor()
  expect((await positionOf(focused))[0]).toBe(far)
  await page.keyboard.press('Home')
  await expect.poll(async () => (await positionOf(focused))[0]).toBe(1)
  expect(admin.complaints).toEqual([])
  await admin.context.close()
})

test('measurements are curves that open into a chart and a table of every value', async () => {
  const doctor = await signInAt(house, house.account('doctor'))
  const { page } = doctor
  await page.goto(`${house.url}/patients`)
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await page.getByRole('feed').getByRole('article').first().waitFor()
  await look(doctor, 'timeline')
  await page.getByRole('tab', { name: 'Trends' }).click()
  const card = page.getByRole('button', { name: /^Blood Pressure/ })
  await card.getByText(/^\d+ \/ \d+$/).waitFor()
  await look(doctor, 'trends')
  await card.click()
  const dialog = page.getByRole('dialog', { name: 'Blood Pressure' })
  await dialog.locator('svg path.recharts-line-curve').nth(1).waitFor()
  expect(await dialog.getByRole('columnheader').allTextContents()).toEqual([
    'When',
    'Systolic Blood Pressure (mmHg)',
    'Diastolic Blood Pressure (mmHg)',
  ])
  await expect.poll(() => dialog.getByRole('row').count()).toBeGreaterThan(2)
  await mustBeAccessible(page, 'a trend in full')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => card.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true)
  expect(doctor.complaints).toEqual([])
  await doctor.context.close()
})

test('a patient reads the own timeline and trends on a phone, in Hebrew, in the dark', async () => {
  const patient = await signInAt(house, house.account('patient'), { width: 390, height: 844, language: 'he', dark: true })
  const { page } = patient
  for (const part of ['timeline', 'trends']) {
    await page.goto(`${house.url}/records?part=${part}`)
    await page.getByRole('tabpanel').locator('article, li').first().waitFor()
    await mustBeAccessible(page, part)
    await mustFit(page, part)
  }
  await page.getByRole('button', { name: /^Blood Pressure/ }).click()
  await page.getByRole('dialog').locator('svg path.recharts-line-curve').first().waitFor()
  await mustBeAccessible(page, 'a trend in full')
  expect(patient.complaints).toEqual([])
  await patient.context.close()
})

test('a draft that was saved and is opened again in a moment can be saved once more', async () => {
  const doctor = await signInAt(house, house.account('doctor'))
  const { page } = doctor
  await page.goto(`${house.url}/patients`)
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  await page.getByRole('link', { name: 'Write a record' }).click()
  await write(page, 'Once')
  await page.goBack()
  for (const text of ['Twice', 'Thrice']) {
    await page.getByRole('link', { name: 'A draft to reopen' }).first().click()
    await page.getByRole('link', { name: 'Edit' }).click()
    await write(page, text)
    await page.goBack()
    await page.getByText(text, { exact: true }).waitFor()
    await page.goBack()
  }
  expect(doctor.complaints).toEqual([])
  await doctor.context.close()
})

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Title').fill('A draft to reopen')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill(text)
  const saved = page.waitForResponse((answer) => answer.request().method() !== 'GET' && answer.url().includes('/api/records'))
  await page.getByRole('button', { name: 'Save draft' }).click()
  expect([200, 201]).toContain((await saved).status())
  await page.getByText(/^Draft saved/).waitFor()
}

async function openLongChart(page: Page): Promise<void> {
  await page.goto(`${house.url}/patients`)
  await sayPurpose(page, 'Running the clinic')
  await page.getByRole('link', { name: 'Lea Long' }).click()
  await sayPurpose(page)
  await page.getByRole('heading', { name: 'Lea Long' }).waitFor()
}

/** An article's place in its feed, and of how many. */
async function positionOf(article: Locator): Promise<number[]> {
  return [Number(await article.getAttribute('aria-posinset')), Number(await article.getAttribute('aria-setsize'))]
}
