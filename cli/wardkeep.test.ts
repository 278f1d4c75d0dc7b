import { expect, test } from 'vitest'
import { run } from './command.fixture.ts'

test('without a verb, or asked for help, it lists what it can do', async () => {
  const [bare, asked, verb] = await Promise.all([run([]), run(['--help']), run(['import', 'fhir', '--help'])])
  expect(bare).toMatchObject({ code: 0, err: '', out: expect.stringContaining('wardkeep import fhir <files…>') })
  expect(asked).toEqual(bare)
  expect(verb).toMatchObject({ code: 0, out: expect.stringContaining('--organisation slug') })
})

test.each([
  ['a verb that does not exist', ['frobnicate'], 'There is no such verb.'],
  ['a noun alone', ['import'], 'Say what to import'],
  ['no file', ['import', 'fhir', '--json'], 'Name the files to import'],
  ['an option that does not exist', ['import', 'fhir', '--canary', 'x.json'], 'There is no such option'],
  ['an option without its value', ['import', 'fhir', 'x.json', '--organisation'], '--organisation takes a slug'],
])('%s is told in a sentence that repeats nothing of it, exit 2', async (_, args, sentence) => {
  const ended = await run(args)
  expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) })
  expect(ended.err).not.toMatch(/canary|frobnicate|x\.json/)
})
