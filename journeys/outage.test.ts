// The clinic's machine stops in the middle of writing, and comes back: who writes is told, loses no word, and does nothing twice.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, signInAt } from './visitors.ts'

const bar = 'The clinic cannot answer right now.'
const house = await openHouse()

test('a draft whose first answer was lost on the way is one draft, with what was written since', async () => {
  const doctor = await signInAt(house, house.account('doctor'))
  const { page } = doctor
  await page.goto(`${house.url}/patients`)
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  await page.getByRole('link', { name: 'Write a record' }).click()
  const lost = new Promise<number>((resolve) => {
    void page.route('**/api/records', async (route) => {
      const answer = await route.fetch()
      resolve(answer.status())
      await route.abort()
      await page.unroute('**/api/records')
    })
  })
  await page.getByLabel('Title').fill('Sent, and never answered')
  const text = page.getByRole('textbox', { name: 'Text', exact: true })
  await text.fill('First.')
  expect(await lost).toBe(201)
  await page.getByText(bar).waitFor()
  await text.fill('First. Second.')
  await page.getByText(/^Draft saved/).waitFor()
  await page.getByText(bar).waitFor({ state: 'detached' })
  await page.goBack()
  const drafts = page.getByRole('link', { name: 'Sent, and never answered' })
  await drafts.first().waitFor()
  expect(await drafts.count()).toBe(1)
  await drafts.click()
  await page.getByText('First. Second.', { exact: true }).waitFor()
  await doctor.context.close()
})

test('a server killed under a draft is told by a bar, and once it is back the draft saves itself and is there, whole', async () => {
  const doctor = await signInAt(house, house.account('doctor'))
  const { page } = doctor
  await page.goto(`${house.url}/patients`)
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  await page.getByRole('link', { name: 'Write a record' }).click()
  await page.getByLabel('Title').fill('Written through a power cut')
  const text = page.getByRole('textbox', { name: 'Text', exact: true })
  await text.fill('Before.')
  await page.getByText(/^Draft saved/).waitFor()

  await house.kill()
  await text.fill('Before. During, שלום 🙂.')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByText(bar).waitFor()
  await mustBeAccessible(page, 'the bar')
  await text.fill('Before. During, שלום 🙂. After it was refused.')
  await house.restart()
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok())
  await page.getByText(bar).waitFor({ state: 'detached' })
  await saved

  await page.goto(`${house.url}/patients`)
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  const drafts = page.getByRole('link', { name: 'Written through a power cut' })
  await drafts.first().waitFor()
  expect(await drafts.count()).toBe(1)
  await drafts.click()
  await page.getByText('Before. During, שלום 🙂. After it was refused.').waitFor()
  await doctor.context.close()
})
