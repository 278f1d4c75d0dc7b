import { expect, test } from 'vitest'
import { sourcesIn } from './rule-sources.ts'

test('each publication is named, and led to where it stands under https alone', () => {
  expect(sourcesIn('NICE CG95, https://www.nice.org.uk/guidance/cg95; NHS, Chest pain, https://www.nhs.uk/x/; RCOG')).toEqual([
    { name: 'NICE CG95', href: 'https://www.nice.org.uk/guidance/cg95' },
    { name: 'NHS, Chest pain', href: 'https://www.nhs.uk/x/' },
    { name: 'RCOG' },
  ])
  expect(sourcesIn('A, javascript:alert(1)')).toEqual([{ name: 'A, javascript:alert(1)' }])
})
