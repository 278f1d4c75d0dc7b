// Whether somebody is a member, in a browser: the administrator describes the fund's interface, the fund answers, and everybody reads what is theirs of it.
import { createServer } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { freePort } from './server-process.ts'
import { look, mustBeAccessible, mustFit, sayPurpose, signInAt } from './visitors.ts'

const members = ['111-222']
const asked: unknown[] = []
const fund = createServer((request, reply) => {
  let body = ''
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    const { member, request: word } = JSON.parse(body)
    asked.push(member)
    reply
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ request: word, result: { state: members.includes(member.number) } }))
  })
})
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
fund.listen(port, '127.0.0.1')
afterAll(() => {
  fund.closeAllConnections()
  fund.close()
})
const house = await openHouse({ EGRESS_ALLOW_INSIDE: origin })

test('an administrator sets up a health fund, checks a member from the chart, the patient reads what came of it, and the timeline shows every check without its number', async () => {
  const admin = await signInAt(house, house.account('admin'))
  const { page } = admin
  await page.goto(`${house.url}/admin/member-checks`)
  await page.getByText('No check yet').waitFor()
  await look(admin, 'no-member-checks')
  await page.goto(`${house.url}/admin/partners`)
  await page.getByRole('button', { name: 'Add a partner' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Harbour Health Fund')
  await dialog.getByLabel('Address that is asked').fill(`${origin}/members`)
  await dialog.getByLabel('Credential', { exact: true }).fill('Bearer of-the-fund')
  await look(admin, 'add-partner')
  await dialog.getByRole('button', { name: 'Set up' }).click()
  await page.getByText('Harbour Health Fund', { exact: true }).waitFor()
  expect(await page.content()).not.toContain('of-the-fund')
  await look(admin, 'partners')

  await page.goto(`${house.url}/patients`)
  await sayPurpose(page, 'Running the clinic')
  const patients = page.getByRole('link', { name: /Open chart/ })
  await patients.first().click()
  await sayPurpose(page)
  await page.getByRole('tab', { name: 'Details' }).click()
  await page.getByText('Not checked yet').waitFor()
  for (const [number, told] of [
    ['999-999', 'Not a member of \u2068Harbour Health Fund\u2069'],
    ['111-222', 'Member of \u2068Harbour Health Fund\u2069'],
  ] as const) {
    await page.getByLabel('Number', { exact: true }).fill(number)
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByText(told, { exact: true }).waitFor()
  }
  await look(admin, 'memberships')
  expect(asked).toEqual([{ number: '999-999' }, { number: '111-222' }])

  await page.goto(`${house.url}/admin/member-checks`)
  await page.getByText('Not a member of \u2068Harbour Health Fund\u2069').waitFor()
  await look(admin, 'member-checks')
  expect(await page.content()).not.toContain('999-999')
  await page.getByLabel('Number').fill('111-222')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByText('Not a member of').waitFor({ state: 'detached' })
  await page.getByText('Member of \u2068Harbour Health Fund\u2069').waitFor()
  expect(admin.complaints).toEqual([])
})

test('the timeline of checks and the partners stand on a phone in Hebrew and in the dark', async () => {
  const admin = await signInAt(house, house.account('admin'), { width: 390, height: 844, language: 'he', dark: true })
  for (const [path, title, row] of [
    ['/admin/member-checks', 'בדיקות חברות', 'אין חברות אצל'],
    ['/admin/partners', 'שותפים', 'Harbour Health Fund'],
  ] as const) {
    await admin.page.goto(`${house.url}${path}`)
    await admin.page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await admin.page.getByText(row).first().waitFor()
    await look(admin, `he${path.replaceAll('/', '-')}`, false)
    await mustBeAccessible(admin.page, path)
    await mustFit(admin.page)
  }
})
