import { expect, test } from 'vitest'
import { openProgress } from './progress.ts'

test('a terminal is shown one bar, anything else a line for every hundred files', () => {
  expect(told(4, true)).toBe(
    '\rImported [#####               ] 1/4\rImported [##########          ] 2/4\rImported [###############     ] 3/4\rImported [####################] 4/4\n',
  )
  expect(told(250, false)).toBe('Imported 100 of 250 files\nImported 200 of 250 files\n')
})

function told(total: number, isTTY: boolean): string {
  let text = ''
  const err = { isTTY, write: (part: string) => (text += part) }
  const progress = openProgress(err, 'Imported', total)
  for (let done = 1; done <= total; done += 1) progress(done)
  return text
}
