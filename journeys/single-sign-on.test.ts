// Single sign-on, in a browser and with a provider of its own: an administrator sets it up, a doctor connects, comes in by it, and is signed out by it.
import { createServer, type Server } from 'node:http'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { askedIn, TestProvider } from '../server/src/features/identity/sign-on.fixture.ts'
import { openHouse } from './clinic-process.ts'
import { freePort } from './server-process.ts'
import { look, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()
let port = 0
beforeAll(async () => {
  port = await freePort()
})

/** A page of the provider: it knows who sits there, and posts what it says by a form of its own. */
async function openProvider(provider: TestProvider): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.entityId)
    const fields: { url: string } & Record<string, string> =
      url.pathname === '/sso' ? provider.form(askedIn(url.href)) : provider.logout({ url: url.searchParams.get('at') ?? '' })
    const { url: action, ...inputs } = fields
    const hidden = Object.entries(inputs).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
    response.setHeader('content-type', 'text/html')
    response.end(
      `<!doctype html><title>Provider</title><form method="post" action="${action}">${hidden.join('')}<button>Go on</button></form>`,
    )
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  return server
}

test('an administrator sets a provider up, a doctor connects and signs in by it, and its sign-out ends the session', async () => {
  const provider = new TestProvider({ clock: { now: () => new Date() } }, { entityId: `http://localhost:${port}` })
  await openProvider(provider)
  const runs = await signInAt(house, house.account('admin'))
  await runs.page.goto(`${house.url}/admin/single-sign-on`)
  await runs.page.getByText('No provider yet').waitFor()
  await runs.page.getByRole('button', { name: 'Add a provider' }).click()
  const form = runs.page.getByRole('dialog')
  await form.getByLabel('Name').fill('Harbour staff')
  await form.getByLabel('Its entity id').fill(provider.entityId)
  await form.getByLabel('Address of its sign-in').fill(`${provider.entityId}/sso`)
  await form.getByLabel('Its certificates').fill('not a certificate')
  await form.getByLabel('E-mail domains').fill('staff.harbour.test')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByRole('alert').first().waitFor()
  await look(runs, 'single-sign-on-form')
  await form.getByLabel('Its certificates').fill(provider.certificate)
  await form.getByRole('button', { name: 'Save' }).click()
  await runs.page.getByText('What the provider must know').waitFor()
  await look(runs, 'single-sign-on')
  await mustFit(runs.page)
  // A reader of Hebrew is told what is missing in Hebrew, and never in the words that the server keeps for programs.
  const hebrew = await signInAt(house, house.account('admin'), { width: 390, height: 844, language: 'he' })
  await hebrew.page.goto(`${house.url}/admin/single-sign-on`)
  await hebrew.page.getByRole('button', { name: 'הוספת ספק' }).click()
  await hebrew.page.getByRole('button', { name: 'שמירה' }).click()
  await hebrew.page.getByText('נא למלא שדה זה.').nth(1).waitFor()
  expect(await hebrew.page.getByText(/must NOT|is not/).count()).toBe(0)
  const at = (await runs.page.getByText(/\/logout$/).textContent()) ?? ''

  const doctor = house.account('doctor')
  const connects = await signInAt(house, doctor)
  await connects.page.goto(`${house.url}/security`)
  await connects.page.getByText('Not connected').waitFor()
  await look(connects, 'security-sign-on')
  await connects.page.getByRole('button', { name: 'Connect' }).click()
  await connects.page.getByRole('button', { name: 'Go on' }).click()
  await connects.page.getByRole('heading', { name: 'Connect it?' }).waitFor()
  expect(connects.page.url()).toBe(`${house.url}/security/connect`)
  await look(connects, 'sign-on-connect')
  await connects.page.getByRole('button', { name: 'Connect' }).click()
  await connects.page.getByText('You can now sign in with').waitFor()

  // Loaded anew, the page has nothing to connect any more: it says so, and leads to where connecting begins.
  await connects.page.reload()
  await connects.page.getByRole('heading', { name: 'There is nothing to connect' }).waitFor()
  expect(await connects.page.getByRole('button', { name: 'Connect' }).count()).toBe(0)
  await connects.page.getByRole('link', { name: 'Back to Security' }).click()
  await connects.page.getByRole('heading', { name: 'Security' }).waitFor()

  const comes = await house.enter({ width: 390, height: 844, dark: true })
  await comes.page.goto(`${house.url}/sign-in`)
  await comes.page.getByRole('link', { name: 'Sign in with your organisation’s account' }).click()
  await comes.page.getByLabel('Work e-mail').fill('whoever@elsewhere.test')
  await comes.page.getByRole('button', { name: 'Continue' }).click()
  await comes.page.getByRole('alert').waitFor()
  await look(comes, 'sign-on-door')
  await mustFit(comes.page)
  await comes.page.getByLabel('Work e-mail').fill('whoever@staff.harbour.test')
  await comes.page.getByRole('button', { name: 'Continue' }).click()
  await comes.page.getByRole('button', { name: 'Go on' }).click()
  await comes.page.waitForURL((url) => url.pathname === '/day')
  await comes.page.locator('h1').waitFor()

  // The provider signs its people out: what was open there is covered or gone, and going on asks for a new sign-in.
  const tab = await comes.page.context().newPage()
  await tab.goto(`${provider.entityId}/out?at=${encodeURIComponent(at)}`)
  await tab.getByRole('button', { name: 'Go on' }).click()
  await tab.waitForURL((url) => url.pathname === '/sign-in')
  await comes.page.goto(`${house.url}/day`)
  await comes.page.waitForURL((url) => url.pathname === '/sign-in')
  // What nobody asked for: the page says that it did not work, and nothing else.
  await comes.page.goto(`${house.url}/sign-in/organisation#refused`)
  await comes.page.getByText('That did not work').waitFor()
  await look(comes, 'sign-on-refused')
  await mustFit(comes.page)
  expect(runs.complaints.filter((each) => !/status of 422/.test(each))).toEqual([])
  expect(connects.complaints).toEqual([])
}, 120_000)
