// The journal leaves the house as two files, and whoever is handed them finds out alone whether they are as they were signed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Download, Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../cli/command.fixture.ts'
import { verified } from '../server/src/features/journal/journal-export.fixture.ts'
import { openHouse } from './clinic-process.ts'
import { mustBeAccessible, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('[V4.1.5 part] an auditor saves the journal with its signatures; both files verify by the published key and by the command, and no longer once a word in them is changed', async () => {
  const auditor = await signInAt(house, house.account('auditor'))
  await auditor.page.goto(`${house.url}/admin/logs`)
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-journal-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const saved = await savedBy(auditor.page, 'Export as CSV', 2, folder)
  await auditor.page.getByText(/^Two files were saved/).waitFor()
  await auditor.page.getByRole('button', { name: 'Save the signatures again' }).waitFor()
  await mustBeAccessible(auditor.page)
  const [csv = '', signatures = '', signers] = [
    saved.get('wardkeep-journal.csv'),
    saved.get('wardkeep-journal.signatures.json'),
    join(folder, 'signers.json'),
  ]
  const published = await (await auditor.page.request.get(`${house.url}/.well-known/signers.json`)).text()
  await writeFile(signers, published)

  const { format, parts } = JSON.parse(await readFile(signatures, 'utf8'))
  expect(format).toBe('wardkeep-journal-signatures/1')
  const said = verified({ csv: await readFile(csv), parts }, JSON.parse(published).keys)
  const events = said.reduce((sum, { count }) => sum + count, 0)
  expect(events).toBeGreaterThan(5)
  const command = () => run(['journal', 'verify', csv, signatures, signers])
  expect(await command()).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`whole and unaltered: ${events} events`) })
  await writeFile(csv, (await readFile(csv, 'utf8')).replace('"allowed"', '"denied"'))
  expect(await command()).toMatchObject({ code: 1, out: '', err: expect.stringContaining('not what stands in the CSV') })

  expect(auditor.complaints).toEqual([])
  await auditor.context.close()

  const onPhone = await signInAt(house, house.account('auditor'), { width: 390, height: 844, language: 'he', dark: true })
  await onPhone.page.goto(`${house.url}/admin/logs`)
  await savedBy(onPhone.page, 'ייצוא לקובץ CSV', 2, folder)
  await onPhone.page.getByRole('button', { name: 'שמירת החתימות שוב' }).waitFor()
  await mustFit(onPhone.page)
  await mustBeAccessible(onPhone.page)
  const again = await savedBy(onPhone.page, 'שמירת החתימות שוב', 1, folder)
  const file = await readFile(again.get('wardkeep-journal.signatures.json') ?? '', 'utf8')
  expect(JSON.parse(file)).toEqual({ format, parts: [expect.any(String)] })
  expect(onPhone.complaints).toEqual([])
  await onPhone.context.close()
})

/** The files that a button saves, by their names. */
async function savedBy(page: Page, button: string, files: number, folder: string): Promise<Map<string, string>> {
  const begun: Download[] = []
  const all = new Promise<void>((resolve) => {
    page.on('download', (file) => {
      if (begun.push(file) === files) resolve()
    })
  })
  await page.getByRole('button', { name: button }).click()
  await all
  page.removeAllListeners('download')
  for (const file of begun) await file.saveAs(join(folder, file.suggestedFilename()))
  return new Map(begun.map((file) => [file.suggestedFilename(), join(folder, file.suggestedFilename())]))
}
