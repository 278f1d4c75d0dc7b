// The journal leaves the house as two files, and whoever is handed them finds out alone whether they are as they were signed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../cli/command.fixture.ts'
import { verified } from '../server/src/features/journal/journal-export.fixture.ts'
import { openHouse } from './clinic-process.ts'
import { look, mustBeAccessible, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('[V4.1.5 part] an auditor saves the journal with its signatures; both files verify by the published key and by the command, and no longer once a word in them is changed', async () => {
  const auditor = await signInAt(house, house.account('auditor'))
  await auditor.page.goto(`${house.url}/admin/logs`)
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-journal-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const saved = new Map<string, string>()
  const both = new Promise<void>((resolve) => {
    auditor.page.on('download', async (file) => {
      const path = join(folder, file.suggestedFilename())
      await file.saveAs(path)
      saved.set(file.suggestedFilename(), path)
      if (saved.size === 2) resolve()
    })
  })
  await auditor.page.getByRole('button', { name: 'Export as CSV' }).click()
  await both
  await auditor.page.getByText(/^Two files were saved/).waitFor()
  await auditor.page.getByRole('button', { name: 'Save the signatures again' }).waitFor()
  await look(auditor, 'journal-export')
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

  await auditor.page.setViewportSize({ width: 390, height: 844 })
  await mustFit(auditor.page)
  await mustBeAccessible(auditor.page)
  expect(auditor.complaints).toEqual([])
  await auditor.context.close()
})
