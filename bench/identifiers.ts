// `node bench/identifiers.ts [notes] [seed]`: how much of what tells who somebody is leaves annotated notes, how much else goes with it, and how often triage
// agrees with the vignettes. Prints the tables that the page has.
import { corpus, standings, tongues } from '../server/src/features/assistant/corpus.fixture.ts'
import { measure, recall } from '../server/src/features/assistant/corpus-measure.fixture.ts'
import { unseen } from '../server/src/features/assistant/corpus-unseen.fixture.ts'
import { detectLanguage } from '../server/src/features/assistant/language.ts'
import { triage, urgencyLevels } from '../server/src/features/assistant/triage.ts'
import { vignettes } from '../server/src/features/assistant/vignettes.fixture.ts'

const [count = 2000, seed = 74_205] = process.argv.slice(2).map(Number)
const notes = corpus(count, seed)
const begun = performance.now()
const measured = measure(notes)
const spent = performance.now() - begun
const kilobytes = notes.reduce((sum, { text }) => sum + text.length, 0) / 1000

const apart = measure(corpus(count / 4, seed, unseen))

const cell = (key: string, from = measured) => {
  const { all, removed } = from.tally.get(key) ?? { all: 0, removed: 0 }
  return all === 0 ? '' : `${percent(recall(from, key))} (${removed.toLocaleString('en')} of ${all.toLocaleString('en')})`
}
const table = (rows: (readonly [string, string])[], from = measured) => {
  console.log(`| | all | ${tongues.join(' | ')} |\n| --- | --- | ${tongues.map(() => '---').join(' | ')} |`)
  for (const [title, key] of rows)
    console.log(`| ${title} | ${[cell(key, from), ...tongues.map((tongue) => cell(`${tongue} ${key}`, from))].join(' | ')} |`)
}

console.log(`${count} notes of seed ${seed}, ${Math.round(kilobytes)} thousand characters, ${(spent / count).toFixed(1)} ms a note\n`)
table([
  ...(['date', 'number', 'contact', 'address', 'name'] as const).map((kind) => [kind, kind] as const),
  ...standings.map((form) => [`name: ${form}`, form] as const),
])
console.log('')
table([['name: bare, in sentences for which no rule was mended', 'bare']], apart)
console.log(
  `\nOther words removed: ${measured.others.removed} of ${measured.others.all} (${percent(measured.others.removed / measured.others.all)})`,
)
console.log(
  `Different names: ${measured.names.all}, of which the lists have ${measured.names.listed} (${percent(measured.names.listed / measured.names.all)})\n`,
)

const judged = vignettes.map((vignette) => ({ ...vignette, got: triage({ text: vignette.text, language: vignette.tongue }) }))
const named = judged.filter(({ specialty }) => specialty !== undefined)
console.log(
  `| expected | ${urgencyLevels.map((urgency) => `found ${urgency}`).join(' | ')} |\n| --- | ${urgencyLevels.map(() => '---').join(' | ')} |`,
)
for (const urgency of urgencyLevels) {
  const own = judged.filter((vignette) => vignette.urgency === urgency)
  console.log(`| ${urgency} | ${urgencyLevels.map((found) => own.filter(({ got }) => got.urgency === found).length).join(' | ')} |`)
}
const agreed = named.filter(({ specialty, got }) => specialty?.includes(got.specialty ?? '')).length
const heard = vignettes.filter(({ text, tongue }) => detectLanguage(text, { allowed: tongues }).language === tongue).length
console.log(`\nSpecialty: ${agreed} of ${named.length}; language: ${heard} of ${vignettes.length}`)

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}
