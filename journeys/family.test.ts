// Acting for somebody else, in a browser: the clinic links a carer, who opens the chart and books, stands in the list of who looked, and stops.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, mustFit, sayPurpose, signInAt } from './visitors.ts'

const house = await openHouse()

test('an administrator lets somebody act for a patient; they open the chart, book for the patient, and stop, after which the chart is closed to them', async () => {
  const carer = house.account('patient')
  const admin = await signInAt(house, house.account('admin'))
  await admin.page.goto(`${house.url}/patients`)
  await sayPurpose(admin.page, 'Running the clinic')
  await admin.page
    .getByRole('link', { name: /Open chart/ })
    .last()
    .click()
  await sayPurpose(admin.page)
  await admin.page.getByRole('tab', { name: 'Proxies' }).click()
  await admin.page.getByText('Nobody acts for this patient').waitFor()
  const name = (await admin.page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  const chart = new URL(admin.page.url()).pathname
  await mustBeAccessible(admin.page, 'proxies of a chart')
  await admin.page.getByRole('button', { name: 'Link somebody' }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByLabel('E-mail address of their account').fill(carer.login)
  await dialog.getByLabel('As', { exact: true }).selectOption('carer')
  await dialog.getByLabel(/I know who they are/).check()
  await mustBeAccessible(admin.page, 'link')
  await dialog.getByRole('button', { name: 'Link' }).click()
  await admin.page.getByText('may read the chart and book visits').waitFor()
  expect(admin.complaints).toEqual([])

  const proxy = await signInAt(house, carer)
  await proxy.page.getByRole('link', { name: 'Family' }).first().click()
  await proxy.page.getByRole('heading', { name: 'Family', level: 1 }).waitFor()
  await proxy.page.getByRole('link', { name: `Open chart: ${name}` }).waitFor()
  await mustBeAccessible(proxy.page, 'family')
  await proxy.page.getByRole('link', { name: `Open chart: ${name}` }).click()
  await proxy.page.getByText(`You act for ${name}`, { exact: false }).waitFor()
  await mustBeAccessible(proxy.page, 'chart of somebody else')
  await proxy.page.getByRole('tab', { name: 'Who looked' }).click()
  await proxy.page.getByText('acts for you').first().waitFor()

  await proxy.page.goto(`${house.url}/doctors`)
  await proxy.page
    .getByRole('link', { name: /Book with/ })
    .first()
    .click()
  await proxy.page.getByLabel('Visit for').selectOption({ label: name })
  await proxy.page.locator('button[aria-pressed]').first().click()
  await proxy.page.getByRole('button', { name: 'Book this visit' }).click()
  await proxy.page.getByRole('heading', { name: 'Your visit is booked' }).waitFor()
  await proxy.page.goto(`${house.url}/visits`)
  await proxy.page.getByLabel('Visits of').selectOption({ label: name })
  await proxy.page.getByRole('button', { name: 'Cancel visit' }).first().waitFor()

  await proxy.page.goto(`${house.url}/family`)
  await proxy.page.getByRole('button', { name: new RegExp(`^Stop acting.*${name}`) }).click()
  await proxy.page.getByRole('dialog').getByRole('button', { name: 'Stop acting' }).click()
  await proxy.page.getByText('You act for nobody else').waitFor()
  await proxy.page.goto(`${house.url}${chart}`)
  await proxy.page.getByText('No chart is open to you here').waitFor()
})

test('the family page stands on a phone in Hebrew and in the dark', async () => {
  const patient = await signInAt(house, house.account('patient'), { width: 390, height: 844, language: 'he', dark: true })
  await patient.page.goto(`${house.url}/family`)
  await patient.page.getByRole('heading', { name: 'משפחה', level: 1 }).waitFor()
  await mustBeAccessible(patient.page, 'family')
  await mustFit(patient.page)
})
